// The front end's half of jetway.v1: keeps one WebSocket alive, resumes with the cursor, and sends every
// command again until it was answered. Commands carry ids, so sending one twice is safe.

const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 15_000;
const SILENCE_MS = 20_000;
const ANSWER_MS = 10_000;
const MAX_ATTEMPTS = 8;

export class Connection {
  #hello;
  #cursor;
  #on;
  #socket = null;
  #subscribed = false;
  #waiting = new Map();
  #retryMs = FIRST_RETRY_MS;
  #retryTimer = 0;
  #quietTimer = 0;
  #bye = null;
  #stopped = false;
  #number = 0;

  /**
   * @param hello () => the hello frame
   * @param cursor () => ({thread, epoch, seq}); epoch null when nothing has been seen
   * @param on {status(word, bye), frame(frame)}
   */
  constructor({hello, cursor, on}) {
    this.#hello = hello;
    this.#cursor = cursor;
    this.#on = on;
    addEventListener('online', () => this.#reconnectNow());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#reconnectNow());
  }

  open() {
    this.#stopped = false;
    clearTimeout(this.#retryTimer);
    this.#bye = null;
    this.#subscribed = false;
    this.#on.status('connecting');
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/v1/ws`, 'jetway.v1');
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(this.#hello()));
    socket.onmessage = message => socket === this.#socket && this.#received(JSON.parse(message.data));
    socket.onclose = () => socket === this.#socket && this.#closed();
  }

  /** Sends a command now or as soon as there is a connection. Resolves with the ok frame, rejects with the error frame. */
  command(frame) {
    return new Promise((resolve, reject) => {
      const id = `c${++this.#number}`;
      this.#waiting.set(id, {frame: {...frame, id}, resolve, reject, attempts: 0});
      this.#push(id);
    });
  }

  /** Follows another thread from here on. */
  switchThread(from) {
    if (this.#online()) {
      this.#send({type: 'unsubscribe', id: `u${++this.#number}`, thread: from});
      this.subscribe();
    }
  }

  subscribe() {
    this.#subscribed = false;
    const {thread, epoch, seq} = this.#cursor();
    this.#send({type: 'subscribe', id: `s${++this.#number}`, thread, ...(epoch ? {epoch, afterSeq: seq} : {})});
  }

  #online() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  #send(frame) {
    if (this.#online()) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  #push(id) {
    const command = this.#waiting.get(id);
    if (command && this.#subscribed) {
      command.attempts++;
      this.#send(command.frame);
    }
  }

  #received(frame) {
    this.#listen();
    switch (frame.type) {
      case 'welcome':
        this.#retryMs = FIRST_RETRY_MS;
        this.subscribe();
        break;
      case 'subscribed':
        if (frame.thread === this.#cursor().thread) {
          this.#subscribed = true;
          this.#on.status('online');
          this.#on.frame(frame);
          [...this.#waiting.keys()].forEach(id => this.#push(id));
        }
        break;
      case 'ok':
        this.#settle(frame.id, command => command.resolve(frame));
        break;
      case 'error':
        this.#failed(frame);
        break;
      case 'bye':
        this.#bye = frame;
        break;
      case 'pong':
        break;
      default:
        this.#on.frame(frame);
    }
  }

  #failed(frame) {
    if (frame.id?.startsWith('s')) {
      setTimeout(() => this.subscribe(), frame.retryAfterMs ?? 2_000);
      return;
    }
    const command = this.#waiting.get(frame.id);
    if (command && frame.retryable && frame.code !== 'conflict' && command.attempts < MAX_ATTEMPTS) {
      setTimeout(() => this.#push(frame.id), frame.retryAfterMs ?? 1_000);
      return;
    }
    this.#settle(frame.id, it => it.reject(frame));
  }

  #settle(id, how) {
    const command = this.#waiting.get(id);
    if (command) {
      this.#waiting.delete(id);
      how(command);
    }
  }

  /** A connection that says nothing is asked; one that does not answer is given up. */
  #listen() {
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => {
      this.#send({type: 'ping', t: Date.now()});
      this.#quietTimer = setTimeout(() => this.#drop(), ANSWER_MS);
    }, SILENCE_MS);
  }

  #drop() {
    const socket = this.#socket;
    this.#closed();
    socket?.close();
  }

  #closed() {
    clearTimeout(this.#quietTimer);
    this.#socket = null;
    this.#subscribed = false;
    if (this.#bye?.reconnect === 'never' || this.#bye?.reconnect === 'after-login') {
      this.#stopped = true;
      this.#on.status('refused', this.#bye);
      return;
    }
    this.#on.status('offline', this.#bye);
    const wait = this.#bye?.reconnect === 'now' ? 50 : this.#retryMs * (0.5 + Math.random());
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
    this.#retryTimer = setTimeout(() => this.open(), wait);
  }

  #reconnectNow() {
    if (!this.#socket && !this.#stopped) {
      this.open();
    }
  }
}
