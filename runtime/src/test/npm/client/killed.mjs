// AG-UI agents over one Jetway connection, whose socket is killed again and again while they stream.
// Arguments: the gateway's port, the file of the agent, how many kills, a seed.

import assert from 'node:assert/strict';
import net from 'node:net';
import {Connection} from '@jetway/client';
import WebSocket from 'ws';
import {random, text} from './random.mjs';

const [port, agentFile, wanted, seed] = process.argv.slice(2);
const {JetwayAgent} = await import(agentFile);
const dice = random(Number(seed));
const THREADS = 4;
/** Of lines that were up, while something was streamed. */
let kills = 0;
let running = 0;
const sockets = new Set();

const line = net.createServer(front => {
  const back = net.connect(Number(port), '127.0.0.1');
  const both = [front, back];
  both.forEach(socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      both.forEach(other => other.destroy());
    });
  });
  front.pipe(back).pipe(front);
});
await new Promise(ready => line.listen(0, '127.0.0.1', ready));

const connection = new Connection({
  url: `ws://127.0.0.1:${line.address().port}/v1/ws`,
  token: () => 'dev:ann',
  WebSocket,
  ...(dice() < 0.5 ? {window: 16} : {}),
  onStatus(status) {
    if (status.word === 'offline') {
      setTimeout(() => connection.retryNow(), 1 + dice() * 10);
    }
  },
});
connection.open();

/** Cuts the line, at any moment, also before the hello and in the middle of a frame. */
function kill() {
  if (running && sockets.size) {
    kills += connection.status.word === 'online' ? 1 : 0;
    [...sockets].forEach(socket => (dice() < 0.5 ? socket.destroy() : socket.resetAndDestroy()));
  }
  if (kills < Number(wanted) || running) {
    setTimeout(kill, 10 + dice() * 190);
  }
}

const FRAME = ['RUN_STARTED', 'TEXT_MESSAGE_START', 'TEXT_MESSAGE_END', 'RUN_FINISHED'];

/** Nothing twice, nothing out of order, nothing missing: deltas may come as one, and their text was compared. */
function complete(events, turn) {
  events.slice(1).forEach((event, i) => assert.ok(event.timestamp > events[i].timestamp, `an event comes twice or late in ${turn}`));
  const others = events.filter(event => event.type !== 'TEXT_MESSAGE_CONTENT');
  assert.deepEqual(others.map(event => event.type), FRAME, turn);
  assert.equal(others[1].timestamp, others[0].timestamp + 1, turn);
  assert.equal(others[3].timestamp, others[2].timestamp + 1, turn);
}

async function converse(threadId) {
  const agent = new JetwayAgent({connection, threadId});
  let turns = 0;
  let events = 0;
  while (kills < Number(wanted)) {
    const said = text(dice, 200 + Math.floor(dice() * 800));
    const seen = [];
    agent.addMessage({id: `m-${threadId}-${turns}`, role: 'user', content: said});
    running++;
    await agent.runAgent({runId: `r-${threadId}-${turns}`}, {onEvent: ({event}) => void seen.push(event)});
    running--;
    const reply = agent.messages.at(-1);
    assert.equal(reply.role, 'assistant');
    assert.deepEqual(Buffer.from(reply.content), Buffer.from(said), `turn ${turns} of ${threadId}`);
    complete(seen, `turn ${turns} of ${threadId}`);
    assert.equal(agent.messages.length, 2 * ++turns);
    events += seen.length;
  }
  return {turns, events};
}

setTimeout(kill, 20);
const done = await Promise.all(Array.from({length: THREADS}, (_, i) => converse(`thread-${i}`)));
connection.close();
line.close();
console.log(JSON.stringify({kills, threads: done}));
process.exit(0);
