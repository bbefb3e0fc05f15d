const FIRST_MS = 400;
const LAST_MS = 15_000;
/** How long to wait before the next attempt: twice as long each time, and half to one and a half times that. */
export class BackOff {
    #nextMs = FIRST_MS;
    wait(atLeastMs = 0) {
        const wait = this.#nextMs * (0.5 + Math.random());
        this.#nextMs = Math.min(LAST_MS, this.#nextMs * 2);
        return Math.max(wait, atLeastMs);
    }
    worked() {
        this.#nextMs = FIRST_MS;
    }
}
