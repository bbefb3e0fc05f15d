import {BackOff} from './back-off.js';
import {CommandFailed, Commands} from './commands.js';
import type {Bye, ClientFrame, ClientProfile, Cursor, Ok, ServerFrame, Welcome} from './frames.js';
import {newId, Thread, type Follower, type Line} from './thread.js';

/** Why a token is asked for: to say hello, before the present one expires, or because that one was not taken. */
export type TokenWanted = 'hello' | 'renewal' | 'refused';

export interface ConnectionOptions {
  /** Of a node or of what is in front of it: `https://travel.example`, or the whole `wss://travel.example/v1/ws`. */
  readonly url: string;
  /**
   * The traveler's access token. Asked for each time one is needed; may take its time, as signing in does. Undefined
   * after `refused` means that nobody signs in now.
   */
  readonly token?: (wanted: TokenWanted) => string | undefined | Promise<string | undefined>;
  readonly profile?: ClientProfile;
  /** How many frames of a thread may be under way before the server waits for this client; no limit if absent. */
  readonly window?: number;
  /** Goes to the traveler's home region when sent there. The token goes there, too. */
  readonly followRegion?: boolean;
  /** Where there is none built in, or another is wanted: that of `ws`, for example. */
  readonly WebSocket?: WebSocketConstructor;
  readonly onStatus?: (status: Status) => void;
}

export type Status =
  | {readonly word: 'connecting'}
  | {readonly word: 'online'; readonly welcome: Welcome}
  /** It comes back by itself; `bye` says what the server said last, if it said anything. */
  | {readonly word: 'offline'; readonly bye?: Bye; readonly retryMs: number}
  /** The token was not taken. It goes on when the token provider has another, or at `open`. */
  | {readonly word: 'signed-out'; readonly bye: Bye}
  /** The server does not want this client back; with `wrong_region`, `bye.url` is where it belongs. */
  | {readonly word: 'refused'; readonly bye: Bye}
  | {readonly word: 'closed'};

/** What is needed of a WebSocket. Browsers', Node's and that of `ws` fit. */
export interface WebSocketLike {
  readonly readyState: number;
  onopen: ((event: any) => void) | null;
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(text: string): void;
  close(): void;
}

export type WebSocketConstructor = new (url: string, protocol: string) => WebSocketLike;

const PROTOCOL = 'jetway.v1';
const OPEN = 1;
const ANSWER_MS = 10_000;
const CHECK_MS = 3_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const RENEWAL_AT_MOST_EVERY_MS = 10_000;
const MOST_HOPS = 3;

/**
 * The front end's half of jetway.v1: keeps one WebSocket alive, follows threads over it, resumes each with its cursor,
 * and sends every command again until it was answered.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #threads = new Map<string, Thread>();
  readonly #commands = new Commands(frame => this.#sendCommand(frame));
  readonly #backOff = new BackOff();
  readonly #line: Line = {
    send: frame => this.#send(frame),
    command: (frame, ready) => this.#command(frame, () => this.#welcome !== undefined && ready()),
    found: () => this.#commands.pushAll(),
    taken: (thread, seq) => this.#taken(thread, seq),
    left: thread => this.#left(thread),
  };
  #url: string;
  #status: Status = {word: 'closed'};
  #attempt = 0;
  #socket: WebSocketLike | undefined;
  #welcome: Welcome | undefined;
  #bye: Bye | undefined;
  #hops = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #quietTimer: ReturnType<typeof setTimeout> | undefined;
  #renewalTimer: ReturnType<typeof setTimeout> | undefined;
  /** Frames by thread. */
  #unacknowledged = new Map<string, number>();
  #before: string | undefined;

  /** Does not connect yet: `open` does. Throws a TypeError when the address is none. */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#url = socketAddress(options.url);
  }

  get status(): Status {
    return this.#status;
  }

  /** Connects, and stays connected. Also the way back after `signed-out`, `refused` and `closed`. */
  open(): void {
    clearTimeout(this.#retryTimer);
    this.#give(this.#socket);
    this.#say({word: 'connecting'});
    void this.#identify(++this.#attempt, 'hello');
  }

  /** Ends it. Commands without an answer fail; they may have been carried out. */
  close(): void {
    this.#attempt++;
    clearTimeout(this.#retryTimer);
    this.#give(this.#socket);
    this.#commands.rejectAll('closed', 'The connection was closed before this was answered');
    this.#say({word: 'closed'});
  }

  /** Does not wait for the next attempt: for a browser's `online`, or a page that is looked at again. */
  retryNow(): void {
    if (this.#status.word === 'offline') {
      this.open();
    }
  }

  /** Finds out within three seconds whether the server is still there: for a browser's `offline`. */
  check(): void {
    if (this.#welcome) {
      this.#ask(CHECK_MS);
    }
  }

  /**
   * Follows a thread from a cursor on, or from its beginning to its present state. One follower per thread: another
   * one has to wait for `leave`.
   */
  follow(thread: string, follower: Follower, cursor?: Cursor): Thread {
    if (this.#threads.has(thread)) {
      throw new Error(`Thread ${thread} is followed already; leave it first`);
    }
    const followed = new Thread(thread, this.#line, follower, cursor);
    this.#threads.set(thread, followed);
    if (this.#welcome) {
      followed.subscribe();
    }
    return followed;
  }

  /** Tokens are asked for before there is a socket: a node waits for a hello for a few seconds only. */
  async #identify(attempt: number, wanted: TokenWanted): Promise<void> {
    try {
      const token = await this.#options.token?.(wanted);
      if (attempt !== this.#attempt || (wanted === 'refused' && token === undefined)) {
        return;
      }
      if (wanted === 'hello') {
        this.#dial(token);
      } else {
        this.#retryTimer = setTimeout(() => attempt === this.#attempt && this.#dial(token), this.#backOff.wait());
      }
    } catch {
      if (attempt === this.#attempt) {
        this.#retry();
      }
    }
  }

  #dial(token: string | undefined): void {
    this.#bye = undefined;
    const WebSocket = this.#options.WebSocket ?? (globalThis.WebSocket as WebSocketConstructor);
    const socket = new WebSocket(this.#url, PROTOCOL);
    this.#socket = socket;
    socket.onopen = () => this.#hello(socket, token);
    socket.onmessage = event => socket === this.#socket && this.#received(JSON.parse(event.data) as ServerFrame);
    socket.onclose = () => socket === this.#socket && this.#closed();
    socket.onerror = () => {}; // the close that follows says it all
    this.#quietTimer = setTimeout(() => this.#drop(), ANSWER_MS);
  }

  #hello(socket: WebSocketLike, token: string | undefined): void {
    const {profile, window} = this.#options;
    const hello: ClientFrame = {
      type: 'hello',
      ...(token === undefined ? {} : {token}),
      ...(profile ? {client: profile} : {}),
      ...(window ? {window} : {}),
      ...(this.#before ? {supersedes: this.#before} : {}),
    };
    socket.send(JSON.stringify(hello));
    this.#heard();
  }

  #received(frame: ServerFrame): void {
    this.#heard();
    switch (frame.type) {
      case 'welcome':
        this.#welcomed(frame);
        break;
      case 'ok':
        this.#commands.answered(frame);
        break;
      case 'error':
        if (![...this.#threads.values()].some(thread => thread.failed(frame))) {
          this.#commands.refused(frame);
        }
        break;
      case 'subscribed':
        this.#threads.get(frame.thread)?.subscribed(frame);
        break;
      case 'event':
        this.#threads.get(frame.thread)?.event(frame);
        break;
      case 'reset':
        this.#threads.get(frame.thread)?.reset(frame);
        break;
      case 'bye':
        this.#bye = frame;
        break;
      case 'pong':
        break;
    }
  }

  #welcomed(welcome: Welcome): void {
    this.#welcome = welcome;
    this.#before = welcome.connectionId;
    this.#hops = 0;
    this.#backOff.worked();
    this.#say({word: 'online', welcome});
    this.#renewBefore(welcome.tokenExpiresAt);
    this.#threads.forEach(thread => thread.subscribe());
    this.#commands.pushAll();
  }

  // ---- sending

  #command(frame: Parameters<Line['command']>[0], ready: () => boolean): Promise<Ok> {
    if (this.#status.word === 'refused') {
      return Promise.reject(new CommandFailed(this.#status.bye));
    }
    return this.#commands.add(frame, ready);
  }

  #send(frame: ClientFrame): void {
    if (this.#socket?.readyState === OPEN) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  #sendCommand(frame: ClientFrame): boolean {
    const text = JSON.stringify(frame);
    if (this.#welcome && new TextEncoder().encode(text).length > this.#welcome.maxFrameBytes) {
      return false;
    }
    if (this.#socket?.readyState === OPEN) {
      this.#socket.send(text);
    }
    return true;
  }

  #left(thread: Thread): void {
    if (this.#threads.get(thread.id) === thread) {
      this.#threads.delete(thread.id);
      this.#unacknowledged.delete(thread.id);
      if (this.#welcome) {
        this.#send({type: 'unsubscribe', id: newId('u'), thread: thread.id});
      }
    }
  }

  /** Half a window later the server is told, so that it never has to wait for a client that keeps up. */
  #taken(thread: string, seq: number): void {
    const {window} = this.#options;
    if (window && this.#welcome?.capabilities.window) {
      const frames = (this.#unacknowledged.get(thread) ?? 0) + 1;
      const enough = frames >= Math.max(1, Math.floor(window / 2));
      this.#unacknowledged.set(thread, enough ? 0 : frames);
      if (enough) {
        this.#send({type: 'ack', thread, seq});
      }
    }
  }

  // ---- tokens

  #renewBefore(expiresAt: string | undefined, notBeforeMs = 0): void {
    clearTimeout(this.#renewalTimer);
    if (expiresAt && this.#welcome?.capabilities.auth && this.#options.token) {
      const left = Date.parse(expiresAt) - Date.now();
      const wait = Math.max(notBeforeMs, left - Math.min(60_000, left / 4));
      this.#renewalTimer = setTimeout(() => void this.#renew(), Math.min(wait, LONGEST_TIMER_MS));
    }
  }

  /** Without a new token in time the server says `bye token_expired`, and the provider is asked again. */
  async #renew(): Promise<void> {
    try {
      const token = await this.#options.token?.('renewal');
      if (token !== undefined && this.#welcome) {
        const ok = await this.#commands.add({type: 'auth', id: newId('a'), token}, () => this.#welcome !== undefined);
        this.#renewBefore((ok.result as {tokenExpiresAt?: string} | undefined)?.tokenExpiresAt, RENEWAL_AT_MOST_EVERY_MS);
      }
    } catch {
      // told above
    }
  }

  // ---- the line being up or down

  /** A connection that says nothing is asked; one that does not answer is given up. */
  #heard(): void {
    clearTimeout(this.#quietTimer);
    const silence = ((this.#welcome?.heartbeatMs ?? 15_000) * 4) / 3;
    this.#quietTimer = setTimeout(() => this.#ask(ANSWER_MS), silence);
  }

  #ask(patienceMs: number): void {
    clearTimeout(this.#quietTimer);
    this.#send({type: 'ping', t: Date.now()});
    this.#quietTimer = setTimeout(() => this.#drop(), patienceMs);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#closed();
    this.#give(socket);
  }

  #give(socket: WebSocketLike | undefined): void {
    this.#down();
    socket?.close();
  }

  #down(): void {
    [this.#quietTimer, this.#renewalTimer].forEach(clearTimeout);
    this.#socket = undefined;
    this.#welcome = undefined;
    this.#unacknowledged.clear();
    this.#threads.forEach(thread => thread.lost());
  }

  #closed(): void {
    this.#down();
    const bye = this.#bye;
    switch (bye?.reconnect) {
      case 'never':
        this.#refused(bye);
        break;
      case 'after-login':
        this.#say({word: 'signed-out', bye});
        void this.#identify(++this.#attempt, 'refused');
        break;
      case 'now':
        this.#retry(bye, this.#hops++ < MOST_HOPS ? 50 * Math.random() : undefined);
        break;
      default:
        this.#retry(bye);
    }
  }

  #refused(bye: Bye): void {
    if (this.#options.followRegion && bye.code === 'wrong_region' && bye.url && this.#hops++ < MOST_HOPS) {
      this.#url = socketAddress(bye.url);
      this.open();
      return;
    }
    this.#say({word: 'refused', bye});
    this.#commands.rejectAll(bye.code, bye.message);
  }

  #retry(bye?: Bye, soonMs?: number): void {
    const retryMs = soonMs ?? this.#backOff.wait(bye?.retryAfterMs);
    this.#say({word: 'offline', ...(bye ? {bye} : {}), retryMs});
    this.#retryTimer = setTimeout(() => this.open(), retryMs);
  }

  #say(status: Status): void {
    this.#status = status;
    this.#options.onStatus?.(status);
  }
}

function socketAddress(text: string): string {
  const url = new URL(text);
  url.protocol = url.protocol.replace(/^http/, 'ws');
  if (url.pathname === '/') {
    url.pathname = '/v1/ws';
  }
  return url.href;
}
