// A front end that speaks jetway.v1: one WebSocket per conversation, as a browser tab has it.
import WebSocket from 'ws';

const DEFAULT_MS = 60_000;

class Tab {
  constructor(url, thread) {
    this.thread = thread;
    this.waiting = new Map(); // command id -> {resolve, reject}
    this.runs = new Map(); // run id -> {resolve, reject}
    this.ended = new Map(); // run id -> text, for runs that ended before somebody asked
    this.messages = []; // of the last snapshot
    this.text = '';
    this.commands = 0;
    this.socket = new WebSocket(url, 'jetway.v1', { perMessageDeflate: false });
    this.socket.on('message', (data) => this.receive(data.toString()));
    this.socket.on('close', () => this.fail(new Error('connection closed')));
    this.socket.on('error', (e) => this.fail(e));
    this.opened = this.open();
    // A tab that was refused its conversation is of no use: the next try begins with a new one.
    this.opened.catch((e) => { this.fail(e); this.socket.terminate(); });
  }

  async open() {
    await new Promise((resolve, reject) => { this.socket.once('open', resolve); this.socket.once('error', reject); });
    const welcomed = this.expect('welcome');
    this.send({ type: 'hello', token: `dev:${this.thread}` });
    await welcomed;
    await this.command({ type: 'subscribe', thread: this.thread });
  }

  send(frame) { this.socket.send(JSON.stringify(frame)); }

  expect(id) { return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject })); }

  command(frame) {
    const id = `c${this.commands++}`;
    const answer = this.expect(id);
    this.send({ ...frame, id });
    return answer;
  }

  fail(error) {
    this.dead = true;
    for (const open of [this.waiting, this.runs]) {
      for (const { reject } of open.values()) reject(error);
      open.clear();
    }
  }

  receive(data) {
    // Most frames are events nobody here waits for: parsing them would measure the client.
    if (data.startsWith('{"type":"event"') && !/"(TEXT_MESSAGE_CONTENT|MESSAGES_SNAPSHOT|RUN_FINISHED|RUN_ERROR)"/.test(data)) return;
    const frame = JSON.parse(data);
    switch (frame.type) {
      case 'welcome': return this.settle('welcome', 'resolve', frame);
      case 'ok': case 'subscribed': return this.settle(frame.id, 'resolve', frame);
      case 'error': return this.settle(frame.id, 'reject', new Error(`${frame.code}: ${frame.message}`));
      case 'bye': return this.fail(new Error(`bye ${frame.code}: ${frame.message}`));
      case 'event': return this.event(frame.event);
      default: return undefined;
    }
  }

  settle(id, how, value) {
    const open = this.waiting.get(id);
    this.waiting.delete(id);
    open?.[how](value);
  }

  event(event) {
    switch (event.type) {
      case 'TEXT_MESSAGE_CONTENT': this.text += event.delta; return;
      case 'MESSAGES_SNAPSHOT': this.messages = event.messages; for (const run of this.runs.keys()) this.endFromSnapshot(run); return;
      case 'RUN_FINISHED': this.end(event.runId, 'resolve', this.text); this.text = ''; return;
      case 'RUN_ERROR': this.end(event.runId ?? [...this.runs.keys()][0], 'reject', new Error(`RUN_ERROR ${event.message}`)); return;
      default:
    }
  }

  /** After a reconnect the reply may already be part of the conversation, behind its message and the turn's plan. */
  endFromSnapshot(run) {
    const asked = this.messages.findIndex((message) => message.id === this.runs.get(run)?.messageId);
    if (asked < 0) return;
    const reply = this.messages.slice(asked + 1).find(({ role }) => role === 'assistant' || role === 'user');
    if (reply?.role === 'assistant') this.end(run, 'resolve', reply.content);
  }

  /** Also kept for whoever asks later: the one who waits may have given up meanwhile. */
  end(run, how, value) {
    if (how === 'resolve') this.ended.set(run, value);
    const open = this.runs.get(run);
    this.runs.delete(run);
    open?.[how](value);
  }

  async run(turn, text, respond) {
    await this.opened;
    const runId = `${this.thread}-${turn}`;
    const messageId = `u${turn}`;
    const input = { threadId: this.thread, runId, messages: [{ id: messageId, role: 'user', content: text }], tools: [], context: [], state: {}, forwardedProps: respond ? {} : { jetway: { respond: false } } };
    if (!respond) return this.command({ type: 'run', input });
    const answer = new Promise((resolve, reject) => this.runs.set(runId, { resolve, reject, messageId }));
    answer.catch(() => {});
    await this.command({ type: 'run', input });
    if (this.ended.has(runId)) this.end(runId, 'resolve', this.ended.get(runId));
    this.endFromSnapshot(runId);
    return answer;
  }

  async history(limit) {
    await this.opened;
    const ok = await this.command({ type: 'history', thread: this.thread, limit });
    return ok.result.messages;
  }
}

const within = (promise, ms, what) => {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`${what}: nothing after ${ms} ms`)), ms); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** The replies get the ids the other systems give them, so that one check fits all. */
const named = (messages) => messages.map((message, i) => (message.role === 'assistant' && message.content.includes('Fly ')
  ? `a${messages[i - 1]?.id.slice(1)}` : message.id));

/** With several addresses, conversations are spread over them. */
export const jetwayClient = (...urls) => async () => {
  const tabs = new Map();
  let opened = 0;
  const tab = (session) => {
    if (!tabs.has(session) || tabs.get(session).dead) tabs.set(session, new Tab(urls[opened++ % urls.length], session));
    return tabs.get(session);
  };
  return {
    turn: (session, turn, text, ms = DEFAULT_MS) => within(tab(session).run(turn, text, true), ms, `turn ${session}-${turn}`),
    append: (session, turn, text, ms = DEFAULT_MS) => within(
      Promise.all([tab(session).run(turn, text, false), tab(session).history(20)]), ms, `append ${session}-${turn}`),
    history: async (session, ms = DEFAULT_MS) => named(await within(tab(session).history(20), ms, `history ${session}`)),
    leave: (session) => { tabs.get(session)?.socket.close(); tabs.delete(session); },
    close: () => { for (const { socket } of tabs.values()) socket.terminate(); },
  };
};
