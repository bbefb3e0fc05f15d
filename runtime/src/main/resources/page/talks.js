import {newId} from './jetway-client.js';
import * as model from './model.js';
import {Talk} from './talk.js';

const MOST_FOLLOWED = 8;

/** The conversations that are followed at the moment: the one that is shown, and some that were. */
export class Talks {
  #connection;
  #shelf;
  #changed;
  /** By thread, the one that was shown last at the end. */
  #open = new Map();

  constructor(connection, shelf, changed) {
    this.#connection = connection;
    this.#shelf = shelf;
    this.#changed = changed;
    this.show(shelf.last() ?? newId('t'));
  }

  get current() {
    return [...this.#open.values()].at(-1);
  }

  /** What is on the shelf, with what is known of those that are followed. */
  list() {
    return this.#shelf.list().map(entry => ({...entry, talk: this.#open.get(entry.thread)}));
  }

  begin() {
    if (this.current.state.items.length) {
      this.show(newId('t'));
    }
  }

  show(thread) {
    const talk = this.#open.get(thread) ?? this.#follow(thread);
    this.#open.delete(thread);
    this.#open.set(thread, talk);
    talk.unread = false;
    talk.sticky = true;
    this.#shelf.lookAt(thread);
    const [oldest] = this.#open.values();
    if (this.#open.size > MOST_FOLLOWED) {
      this.#shelf.keep(oldest.state);
      oldest.leave();
      this.#open.delete(oldest.state.thread);
    }
  }

  keep() {
    this.#open.forEach(talk => this.#shelf.keep(talk.state));
  }

  #follow(thread) {
    return new Talk(this.#connection, this.#shelf.seen(thread) ?? model.empty(thread), {
      changed: this.#changed,
      said: (text, at) => this.#shelf.said(thread, text, at),
      happened: talk => {
        talk.unread = talk !== this.current;
        if (!this.#shelf.has(thread) && model.firstWords(talk.state)) {
          this.#shelf.said(thread, model.firstWords(talk.state));
        }
      },
    });
  }
}
