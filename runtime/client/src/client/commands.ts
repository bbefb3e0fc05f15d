import type {Auth, Cancel, ErrorFrame, History, Ok, Run} from './frames.js';

type Command = Run | Cancel | History | Auth;

interface Pending {
  readonly frame: Command;
  /** Held back for as long as this says no. */
  readonly ready: () => boolean;
  readonly resolve: (ok: Ok) => void;
  readonly reject: (error: CommandFailed) => void;
  refusals: number;
  again?: ReturnType<typeof setTimeout>;
}

const MOST_REFUSALS = 8;
const RETRY_MS = 1_000;

/** A command was answered with an error, or the connection ended for good before it was answered. */
export class CommandFailed extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor({code, message, retryable = false}: {code: string; message: string; retryable?: boolean}) {
    super(message);
    this.name = 'CommandFailed';
    this.code = code;
    this.retryable = retryable;
  }
}

/** Commands that wait for their answer. Sending one twice is safe: it keeps its id and its run's. */
export class Commands {
  readonly #send: (frame: Command) => boolean;
  readonly #waiting = new Map<string, Pending>();

  /** @param send says whether the frame fits; one that does not is never going to */
  constructor(send: (frame: Command) => boolean) {
    this.#send = send;
  }

  add(frame: Command, ready: () => boolean): Promise<Ok> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(frame.id, {frame, ready, resolve, reject, refusals: 0});
      this.#push(frame.id);
    });
  }

  /** Everything that was not answered goes out again. */
  pushAll(): void {
    [...this.#waiting.keys()].forEach(id => this.#push(id));
  }

  answered(ok: Ok): void {
    this.#take(ok.id)?.resolve(ok);
  }

  /** A refusal that may pass is tried again, a few times; a conflict is somebody's to resolve. */
  refused(error: ErrorFrame): void {
    const pending = this.#waiting.get(error.id ?? '');
    if (!pending) {
      return;
    }
    if (error.retryable && error.code !== 'conflict' && ++pending.refusals < MOST_REFUSALS) {
      pending.again = setTimeout(() => this.#push(pending.frame.id), error.retryAfterMs ?? RETRY_MS);
      return;
    }
    this.#take(pending.frame.id)?.reject(new CommandFailed(error));
  }

  rejectAll(code: string, message: string): void {
    [...this.#waiting.keys()].forEach(id => this.#take(id)?.reject(new CommandFailed({code, message})));
  }

  #push(id: string): void {
    const pending = this.#waiting.get(id);
    if (!pending?.ready()) {
      return;
    }
    clearTimeout(pending.again);
    if (!this.#send(pending.frame)) {
      this.#take(id)?.reject(new CommandFailed({code: 'too_large', message: 'This is longer than a node takes'}));
    }
  }

  #take(id: string): Pending | undefined {
    const pending = this.#waiting.get(id);
    if (pending) {
      clearTimeout(pending.again);
      this.#waiting.delete(id);
    }
    return pending;
  }
}
