import {newId} from './jetway-client.js';
import * as model from './model.js';

const PAGE = 50;

/** One conversation that is followed: what is known of it, and what the traveler is about to do in it. */
export class Talk {
  #thread;
  #tell;
  state;
  choices = {};
  answering = false;
  later = false;
  notice = '';
  unread = false;
  sticky = false;
  paging = false;

  /** @param tell {changed(), said(text, at), happened(talk)} */
  constructor(connection, state, tell) {
    this.state = state;
    this.#tell = tell;
    this.#thread = connection.follow(state.thread, {
      event: (event, cursor) => this.#happened(() => model.happen(state, event, cursor)),
      replaced: (snapshot, cursor) => this.#happened(() => model.replace(state, snapshot, cursor)),
      refused: error => this.notify(error.message),
    }, state.cursor ?? undefined);
    model.unsent(state).forEach(item => this.#say(item));
  }

  #happened(apply) {
    const asked = this.#asked();
    apply();
    if (this.#asked() !== asked) {
      Object.assign(this, {choices: {}, answering: false, later: false});
    }
    this.#tell.happened(this);
    this.#tell.changed();
  }

  #asked() {
    return this.state.interrupts.map(it => it.id).join();
  }

  send(text) {
    this.sticky = true;
    this.#tell.said(text, Date.now());
    return this.#say(model.typed(this.state, {id: newId('m'), runId: newId('run'), text}));
  }

  /** Also what a reload has interrupted: under the same ids it is the same message. */
  async #say(item) {
    this.#tell.changed();
    try {
      await this.#thread.say(item.text, {messageId: item.id, runId: item.runId});
      model.settle(this.state, item.id);
    } catch (error) {
      model.settle(this.state, item.id, error.message);
    }
    this.#tell.changed();
  }

  /** Sends the answers once every open question has one. */
  async choose(id, approved) {
    this.choices = {...this.choices, [id]: approved};
    const open = this.state.interrupts;
    this.#tell.changed();
    if (this.answering || !open.every(it => it.id in this.choices)) {
      return;
    }
    this.answering = true;
    this.notice = '';
    try {
      await this.#thread.answer(open.map(it => ({interruptId: it.id, approved: this.choices[it.id]})));
    } catch (error) {
      this.notice = error.message;
      this.choices = {};
    }
    this.answering = false;
    this.#tell.changed();
  }

  postpone(later) {
    this.later = later;
    this.#tell.changed();
  }

  async cancel() {
    try {
      await this.#thread.cancel();
    } catch (error) {
      this.notice = error.message;
    }
    this.#tell.changed();
  }

  /** One page of what was said before. */
  async earlier() {
    if (this.paging || !this.state.earlier) {
      return;
    }
    this.paging = true;
    this.#tell.changed();
    try {
      model.prepend(this.state, await this.#thread.history({before: model.firstMessage(this.state), limit: PAGE}));
    } catch (error) {
      this.notice = error.message;
    }
    this.paging = false;
    this.#tell.changed();
  }

  notify(notice) {
    this.notice = notice;
    this.#tell.changed();
  }

  leave() {
    this.#thread.leave();
  }
}
