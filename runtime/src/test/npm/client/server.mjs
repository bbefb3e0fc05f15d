import {once} from 'node:events';
import {WebSocketServer} from 'ws';

/** A server whose every frame a test writes itself. */
export class Server {
  #all = [];
  #next = [];
  #waiting = [];

  static async start() {
    const server = new Server();
    server.sockets = new WebSocketServer({host: '127.0.0.1', port: 0});
    await once(server.sockets, 'listening');
    server.sockets.on('connection', socket => {
      const peer = new Peer(socket);
      server.#all.push(peer);
      const waiter = server.#waiting.shift();
      waiter ? waiter(peer) : server.#next.push(peer);
    });
    server.url = `http://127.0.0.1:${server.sockets.address().port}`;
    return server;
  }

  /** The next connection. */
  connection() {
    const ready = this.#next.shift();
    return ready ? Promise.resolve(ready) : new Promise(resolve => this.#waiting.push(resolve));
  }

  /** The next connection, after its hello and a welcome. */
  async welcomed(fields = {}) {
    const peer = await this.connection();
    peer.hello = await peer.frame('hello');
    peer.send({
      type: 'welcome', connectionId: `c${this.#all.length}`, heartbeatMs: 15_000, maxFrameBytes: 2_000, agui: '1.0',
      capabilities: {resume: true, history: true, window: true, auth: true}, ...fields,
    });
    return peer;
  }

  stop() {
    this.sockets.close();
    this.#all.forEach(peer => peer.cut());
  }
}

class Peer {
  #socket;
  #frames = [];
  #waiting = [];

  constructor(socket) {
    this.#socket = socket;
    socket.on('message', data => {
      const frame = JSON.parse(data);
      const waiter = this.#waiting.shift();
      waiter ? waiter(frame) : this.#frames.push(frame);
    });
  }

  /** The next frame, which is of this type. */
  async frame(type) {
    const frame = this.#frames.shift() ?? (await new Promise(resolve => this.#waiting.push(resolve)));
    if (frame.type !== type) {
      throw new Error(`Expected ${type}, and ${JSON.stringify(frame)} came`);
    }
    return frame;
  }

  send(...frames) {
    frames.forEach(frame => this.#socket.send(JSON.stringify(frame)));
  }

  /** Answers a subscription; what it asked for. */
  async subscribed(epoch, seq, recovered) {
    const asked = await this.frame('subscribe');
    this.send({type: 'subscribed', id: asked.id, thread: asked.thread, epoch, seq, recovered});
    return asked;
  }

  event(thread, seq, name = `n${seq}`) {
    this.send({type: 'event', thread, seq, event: {type: 'CUSTOM', name}});
  }

  reset(thread, epoch, seq) {
    this.send({type: 'reset', thread, epoch, seq, reason: 'cursor-unknown'});
  }

  snapshots(thread, seq, state = {}) {
    this.send(
      {type: 'event', thread, seq, event: {type: 'MESSAGES_SNAPSHOT', messages: [{id: 'm', role: 'user', content: 'x'}]}},
      {type: 'event', thread, seq, event: {type: 'STATE_SNAPSHOT', snapshot: state}},
    );
  }

  bye(fields) {
    this.send({type: 'bye', message: 'off you go', ...fields});
    this.#socket.close();
  }

  cut() {
    this.#socket.terminate();
  }
}
