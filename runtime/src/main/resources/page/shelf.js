import {forget, keep, stored} from './storage.js';

const MOST = 50;
const TITLE = 60;

/**
 * The conversations of one traveler in this browser, the latest first, and how each was last seen. The list is shared by
 * all windows; which one is looked at, and what was seen of it, is this window's own.
 */
export class Shelf {
  #list;
  #here;
  #state;

  constructor(name, changed) {
    this.#list = `jetway.conversations.${name}`;
    this.#here = `jetway.thread.${name}`;
    this.#state = thread => `jetway.conversation.${name}.${thread}`;
    addEventListener('storage', event => event.key === this.#list && changed());
  }

  /** [{thread, title, at}], the latest first. */
  list() {
    return stored(localStorage, this.#list) ?? [];
  }

  /** The one that was looked at last, here or in another window. */
  last() {
    return stored(sessionStorage, this.#here) ?? stored(localStorage, this.#here);
  }

  lookAt(thread) {
    keep(sessionStorage, this.#here, thread);
    keep(localStorage, this.#here, thread);
  }

  /** Its first words are a conversation's title. */
  said(thread, text, at = Date.now()) {
    const known = this.list();
    const title = known.find(it => it.thread === thread)?.title ?? shorten(text);
    const others = known.filter(it => it.thread !== thread);
    [...others.slice(MOST - 1)].forEach(it => forget(sessionStorage, this.#state(it.thread)));
    keep(localStorage, this.#list, [{thread, title, at}, ...others.slice(0, MOST - 1)]);
  }

  has(thread) {
    return this.list().some(it => it.thread === thread);
  }

  seen(thread) {
    const state = stored(sessionStorage, this.#state(thread));
    return state?.thread === thread ? state : null;
  }

  keep(state) {
    keep(sessionStorage, this.#state(state.thread), state);
  }
}

const shorten = text => {
  const line = text.trim().replace(/\s+/g, ' ') || '(empty message)';
  return line.length <= TITLE ? line : `${line.slice(0, TITLE - 1)}…`;
};
