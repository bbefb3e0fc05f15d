import { BackOff } from './back-off.js';
import { CommandFailed, Commands } from './commands.js';
import { newId, Thread } from './thread.js';
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
    #options;
    #threads = new Map();
    #commands = new Commands(frame => this.#sendCommand(frame));
    #backOff = new BackOff();
    #line = {
        send: frame => this.#send(frame),
        command: (frame, ready) => this.#command(frame, () => this.#welcome !== undefined && ready()),
        found: () => this.#commands.pushAll(),
        taken: (thread, seq) => this.#taken(thread, seq),
        left: thread => this.#left(thread),
    };
    #url;
    #status = { word: 'closed' };
    #attempt = 0;
    #socket;
    #welcome;
    #bye;
    #hops = 0;
    #retryTimer;
    #quietTimer;
    #renewalTimer;
    /** Frames by thread. */
    #unacknowledged = new Map();
    #before;
    /** Does not connect yet: `open` does. Throws a TypeError when the address is none. */
    constructor(options) {
        this.#options = options;
        this.#url = socketAddress(options.url);
    }
    get status() {
        return this.#status;
    }
    /** Connects, and stays connected. Also the way back after `signed-out`, `refused` and `closed`. */
    open() {
        clearTimeout(this.#retryTimer);
        this.#give(this.#socket);
        this.#say({ word: 'connecting' });
        void this.#identify(++this.#attempt, 'hello');
    }
    /** Ends it. Commands without an answer fail; they may have been carried out. */
    close() {
        this.#attempt++;
        clearTimeout(this.#retryTimer);
        this.#give(this.#socket);
        this.#commands.rejectAll('closed', 'The connection was closed before this was answered');
        this.#say({ word: 'closed' });
    }
    /** Does not wait for the next attempt: for a browser's `online`, or a page that is looked at again. */
    retryNow() {
        if (this.#status.word === 'offline') {
            this.open();
        }
    }
    /** Finds out within three seconds whether the server is still there: for a browser's `offline`. */
    check() {
        if (this.#welcome) {
            this.#ask(CHECK_MS);
        }
    }
    /**
     * Follows a thread from a cursor on, or from its beginning to its present state. One follower per thread: another
     * one has to wait for `leave`.
     */
    follow(thread, follower, cursor) {
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
    async #identify(attempt, wanted) {
        try {
            const token = await this.#options.token?.(wanted);
            if (attempt !== this.#attempt || (wanted === 'refused' && token === undefined)) {
                return;
            }
            if (wanted === 'hello') {
                this.#dial(token);
            }
            else {
                this.#retryTimer = setTimeout(() => attempt === this.#attempt && this.#dial(token), this.#backOff.wait());
            }
        }
        catch {
            if (attempt === this.#attempt) {
                this.#retry();
            }
        }
    }
    #dial(token) {
        this.#bye = undefined;
        const WebSocket = this.#options.WebSocket ?? globalThis.WebSocket;
        const socket = new WebSocket(this.#url, PROTOCOL);
        this.#socket = socket;
        socket.onopen = () => this.#hello(socket, token);
        socket.onmessage = event => socket === this.#socket && this.#received(JSON.parse(event.data));
        socket.onclose = () => socket === this.#socket && this.#closed();
        socket.onerror = () => { }; // the close that follows says it all
        this.#quietTimer = setTimeout(() => this.#drop(), ANSWER_MS);
    }
    #hello(socket, token) {
        const { profile, window } = this.#options;
        const hello = {
            type: 'hello',
            ...(token === undefined ? {} : { token }),
            ...(profile ? { client: profile } : {}),
            ...(window ? { window } : {}),
            ...(this.#before ? { supersedes: this.#before } : {}),
        };
        socket.send(JSON.stringify(hello));
        this.#heard();
    }
    #received(frame) {
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
    #welcomed(welcome) {
        this.#welcome = welcome;
        this.#before = welcome.connectionId;
        this.#hops = 0;
        this.#backOff.worked();
        this.#say({ word: 'online', welcome });
        this.#renewBefore(welcome.tokenExpiresAt);
        this.#threads.forEach(thread => thread.subscribe());
        this.#commands.pushAll();
    }
    // ---- sending
    #command(frame, ready) {
        if (this.#status.word === 'refused') {
            return Promise.reject(new CommandFailed(this.#status.bye));
        }
        return this.#commands.add(frame, ready);
    }
    #send(frame) {
        if (this.#socket?.readyState === OPEN) {
            this.#socket.send(JSON.stringify(frame));
        }
    }
    #sendCommand(frame) {
        const text = JSON.stringify(frame);
        if (this.#welcome && new TextEncoder().encode(text).length > this.#welcome.maxFrameBytes) {
            return false;
        }
        if (this.#socket?.readyState === OPEN) {
            this.#socket.send(text);
        }
        return true;
    }
    #left(thread) {
        if (this.#threads.get(thread.id) === thread) {
            this.#threads.delete(thread.id);
            this.#unacknowledged.delete(thread.id);
            if (this.#welcome) {
                this.#send({ type: 'unsubscribe', id: newId('u'), thread: thread.id });
            }
        }
    }
    /** Half a window later the server is told, so that it never has to wait for a client that keeps up. */
    #taken(thread, seq) {
        const { window } = this.#options;
        if (window && this.#welcome?.capabilities.window) {
            const frames = (this.#unacknowledged.get(thread) ?? 0) + 1;
            const enough = frames >= Math.max(1, Math.floor(window / 2));
            this.#unacknowledged.set(thread, enough ? 0 : frames);
            if (enough) {
                this.#send({ type: 'ack', thread, seq });
            }
        }
    }
    // ---- tokens
    #renewBefore(expiresAt, notBeforeMs = 0) {
        clearTimeout(this.#renewalTimer);
        if (expiresAt && this.#welcome?.capabilities.auth && this.#options.token) {
            const left = Date.parse(expiresAt) - Date.now();
            const wait = Math.max(notBeforeMs, left - Math.min(60_000, left / 4));
            this.#renewalTimer = setTimeout(() => void this.#renew(), Math.min(wait, LONGEST_TIMER_MS));
        }
    }
    /** Without a new token in time the server says `bye token_expired`, and the provider is asked again. */
    async #renew() {
        try {
            const token = await this.#options.token?.('renewal');
            if (token !== undefined && this.#welcome) {
                const ok = await this.#commands.add({ type: 'auth', id: newId('a'), token }, () => this.#welcome !== undefined);
                this.#renewBefore(ok.result?.tokenExpiresAt, RENEWAL_AT_MOST_EVERY_MS);
            }
        }
        catch {
            // told above
        }
    }
    // ---- the line being up or down
    /** A connection that says nothing is asked; one that does not answer is given up. */
    #heard() {
        clearTimeout(this.#quietTimer);
        const silence = ((this.#welcome?.heartbeatMs ?? 15_000) * 4) / 3;
        this.#quietTimer = setTimeout(() => this.#ask(ANSWER_MS), silence);
    }
    #ask(patienceMs) {
        clearTimeout(this.#quietTimer);
        this.#send({ type: 'ping', t: Date.now() });
        this.#quietTimer = setTimeout(() => this.#drop(), patienceMs);
    }
    #drop() {
        const socket = this.#socket;
        this.#closed();
        this.#give(socket);
    }
    #give(socket) {
        this.#down();
        socket?.close();
    }
    #down() {
        [this.#quietTimer, this.#renewalTimer].forEach(clearTimeout);
        this.#socket = undefined;
        this.#welcome = undefined;
        this.#unacknowledged.clear();
        this.#threads.forEach(thread => thread.lost());
    }
    #closed() {
        this.#down();
        const bye = this.#bye;
        switch (bye?.reconnect) {
            case 'never':
                this.#refused(bye);
                break;
            case 'after-login':
                this.#say({ word: 'signed-out', bye });
                void this.#identify(++this.#attempt, 'refused');
                break;
            case 'now':
                this.#retry(bye, this.#hops++ < MOST_HOPS ? 50 * Math.random() : undefined);
                break;
            default:
                this.#retry(bye);
        }
    }
    #refused(bye) {
        if (this.#options.followRegion && bye.code === 'wrong_region' && bye.url && this.#hops++ < MOST_HOPS) {
            this.#url = socketAddress(bye.url);
            this.open();
            return;
        }
        this.#say({ word: 'refused', bye });
        this.#commands.rejectAll(bye.code, bye.message);
    }
    #retry(bye, soonMs) {
        const retryMs = soonMs ?? this.#backOff.wait(bye?.retryAfterMs);
        this.#say({ word: 'offline', ...(bye ? { bye } : {}), retryMs });
        this.#retryTimer = setTimeout(() => this.open(), retryMs);
    }
    #say(status) {
        this.#status = status;
        this.#options.onStatus?.(status);
    }
}
function socketAddress(text) {
    const url = new URL(text);
    url.protocol = url.protocol.replace(/^http/, 'ws');
    if (url.pathname === '/') {
        url.pathname = '/v1/ws';
    }
    return url.href;
}
