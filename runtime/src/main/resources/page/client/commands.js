const MOST_REFUSALS = 8;
const RETRY_MS = 1_000;
/** A command was answered with an error, or the connection ended for good before it was answered. */
export class CommandFailed extends Error {
    code;
    retryable;
    constructor({ code, message, retryable = false }) {
        super(message);
        this.name = 'CommandFailed';
        this.code = code;
        this.retryable = retryable;
    }
}
/** Commands that wait for their answer. Sending one twice is safe: it keeps its id and its run's. */
export class Commands {
    #send;
    #waiting = new Map();
    /** @param send says whether the frame fits; one that does not is never going to */
    constructor(send) {
        this.#send = send;
    }
    add(frame, ready) {
        return new Promise((resolve, reject) => {
            this.#waiting.set(frame.id, { frame, ready, resolve, reject, refusals: 0 });
            this.#push(frame.id);
        });
    }
    /** Everything that was not answered goes out again. */
    pushAll() {
        [...this.#waiting.keys()].forEach(id => this.#push(id));
    }
    answered(ok) {
        this.#take(ok.id)?.resolve(ok);
    }
    /** A refusal that may pass is tried again, a few times; a conflict is somebody's to resolve. */
    refused(error) {
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
    rejectAll(code, message) {
        [...this.#waiting.keys()].forEach(id => this.#take(id)?.reject(new CommandFailed({ code, message })));
    }
    #push(id) {
        const pending = this.#waiting.get(id);
        if (!pending?.ready()) {
            return;
        }
        clearTimeout(pending.again);
        if (!this.#send(pending.frame)) {
            this.#take(id)?.reject(new CommandFailed({ code: 'too_large', message: 'This is longer than a node takes' }));
        }
    }
    #take(id) {
        const pending = this.#waiting.get(id);
        if (pending) {
            clearTimeout(pending.again);
            this.#waiting.delete(id);
        }
        return pending;
    }
}
