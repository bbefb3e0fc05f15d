/** An id that nobody has used. */
export function newId(prefix) {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return `${prefix}-${Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')}`;
}
/** One conversation that is followed. Made by `Connection.follow`. */
export class Thread {
    id;
    #line;
    #follower;
    #cursor;
    #asked = '';
    #epoch;
    #reset;
    #again;
    #unknown = false;
    #refused = false;
    #left = false;
    constructor(id, line, follower, cursor) {
        this.id = id;
        this.#line = line;
        this.#follower = follower;
        this.#cursor = cursor;
    }
    /** The last event that was handed over; undefined as long as there was none. */
    get cursor() {
        return this.#cursor;
    }
    /** Says something. Resolves when it is stored. */
    say(text, { runId, messageId, respond, acknowledge } = {}) {
        const jetway = { ...(respond === undefined ? {} : { respond }), ...(acknowledge ? { acknowledge } : {}) };
        return this.run({
            ...(runId ? { runId } : {}),
            messages: [{ id: messageId ?? newId('m'), role: 'user', content: text }],
            ...(Object.keys(jetway).length ? { forwardedProps: { jetway } } : {}),
        });
    }
    /** Answers questions. A node wants all that are open answered at once. Resolves when that is stored. */
    answer(answers, runId) {
        return this.run({
            ...(runId ? { runId } : {}),
            resume: answers.map(({ interruptId, approved }) => ({ interruptId, status: 'resolved', payload: { approved } })),
        });
    }
    run({ runId, messages = [], resume, forwardedProps }) {
        const lastOther = messages.map(message => message.role === 'user').lastIndexOf(false);
        const input = {
            threadId: this.id,
            runId: runId ?? newId('run'),
            protocolVersion: '1.0',
            messages: messages.slice(lastOther + 1),
            ...(resume?.length ? { resume } : {}),
            ...(forwardedProps ? { forwardedProps } : {}),
        };
        return this.#line.command({ type: 'run', id: newId('c'), input }, () => this.#open());
    }
    /** Stops what is being done, or one run of it. */
    cancel(runId) {
        const frame = { type: 'cancel', id: newId('c'), thread: this.id, ...(runId ? { runId } : {}) };
        return this.#line.command(frame, () => this.#open());
    }
    /** Messages before one that is known; the latest ones if none is given. */
    async history({ before, limit } = {}) {
        const where = { ...(before ? { before } : {}), ...(limit ? { limit } : {}) };
        const frame = { type: 'history', id: newId('h'), thread: this.id, ...where };
        return (await this.#line.command(frame, () => true)).result;
    }
    /** Nothing of it is told any more. What was said to it goes on. */
    leave() {
        if (!this.#left) {
            this.#left = true;
            clearTimeout(this.#again);
            this.#line.left(this);
        }
    }
    /** @internal Asks for everything after the cursor. */
    subscribe() {
        clearTimeout(this.#again);
        this.lost();
        this.#asked = newId('s');
        const where = this.#cursor ? { epoch: this.#cursor.epoch, afterSeq: this.#cursor.seq } : {};
        this.#line.send({ type: 'subscribe', id: this.#asked, thread: this.id, ...where });
    }
    /** @internal The connection is gone, and what was under way on it. */
    lost() {
        this.#asked = '';
        this.#epoch = undefined;
        this.#reset = undefined;
        this.#unknown = false;
        this.#refused = false;
    }
    /** @internal */
    subscribed(frame) {
        if (frame.id === this.#asked) {
            this.#epoch = frame.epoch;
            this.#follower.following?.();
            this.#line.found();
            if (!this.#cursor && frame.seq === 0) {
                void this.#beginning(frame);
            }
        }
    }
    /**
     * A thread in which nothing was ever said has no reset, and neither has it a cursor that a cut in the next moment could
     * be mended with; one that was loaded afresh numbers from 0, too, and has a reset. Only its history tells them apart.
     */
    async #beginning({ id, epoch, seq }) {
        const empty = await this.history({ limit: 1 }).then(page => page.messages.length === 0, () => undefined);
        if (id === this.#asked && !this.#cursor) {
            this.#cursor = empty ? { epoch, seq } : undefined;
            this.#unknown = empty === undefined;
            this.#line.found();
        }
    }
    /** @internal Whether the error was for this thread's subscription. */
    failed(error) {
        if (error.id !== this.#asked) {
            return false;
        }
        if (error.retryable) {
            this.#again = setTimeout(() => this.#asked === error.id && this.subscribe(), error.retryAfterMs ?? 2_000);
        }
        else {
            this.#refused = true;
            this.#follower.refused?.(error);
            this.#line.found();
        }
        return true;
    }
    /** @internal */
    reset(frame) {
        if (this.#found()) {
            this.#reset = { frame, messages: [] };
        }
    }
    /** @internal */
    event(frame) {
        if (!this.#found()) {
            return; // of a subscription that was given up
        }
        if (this.#reset) {
            this.#snapshot(this.#reset, frame.event);
            return;
        }
        // Only a numbering that is seen from its first event on is known without a reset.
        const at = this.#cursor ?? { epoch: this.#epoch, seq: 0 };
        if (frame.seq <= at.seq) {
            this.#line.taken(this.id, frame.seq);
            return;
        }
        if ((frame.firstSeq ?? frame.seq) > at.seq + 1) {
            this.subscribe();
            return;
        }
        const first = !this.#cursor;
        this.#cursor = { epoch: at.epoch, seq: frame.seq };
        this.#follower.event(frame.event, this.#cursor);
        this.#line.taken(this.id, frame.seq);
        if (first) {
            this.#line.found();
        }
    }
    /** The cursor moves when both snapshots are in, so that a cut in between loses nothing. */
    #snapshot(reset, event) {
        if (event.type === 'MESSAGES_SNAPSHOT') {
            reset.messages = event.messages;
        }
        else if (event.type === 'STATE_SNAPSHOT') {
            const { epoch, seq, reason } = reset.frame;
            this.#reset = undefined;
            this.#epoch = epoch;
            this.#cursor = { epoch, seq };
            this.#follower.replaced({ reason, messages: reset.messages, state: event.snapshot }, this.#cursor);
            this.#line.taken(this.id, seq);
            this.#line.found();
        }
    }
    /** Whether what the server tells of this thread is of the subscription that was asked for last. */
    #found() {
        return this.#epoch !== undefined;
    }
    /** Commands wait until what they bring about would be found again after a cut; where that can't be, they go. */
    #open() {
        return this.#refused || (this.#found() && (this.#unknown || (this.#cursor !== undefined && !this.#reset)));
    }
}
