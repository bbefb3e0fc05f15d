// An AG-UI agent over a Jetway connection, in a whole conversation: a search, a booking that is approved, a stop.
// Arguments: the gateway's port, the file of the agent.

import assert from 'node:assert/strict';
import {Connection} from '@jetway/client';
import WebSocket from 'ws';

const [port, agentFile] = process.argv.slice(2);
const {JetwayAgent} = await import(agentFile);
const connection = new Connection({url: `http://127.0.0.1:${port}`, token: () => 'dev:ann', WebSocket});
connection.open();

const agent = new JetwayAgent({connection, threadId: `trip-${process.pid}`});
let number = 0;
const say = (content, subscriber) => {
  agent.addMessage({id: `m${++number}`, role: 'user', content});
  return agent.runAgent({runId: `r${number}`}, subscriber);
};
const last = () => agent.messages.at(-1).content;

const seen = [];
await say('A flight to Tokyo', {onEvent: ({event}) => void seen.push(event.type)});
assert.match(last(), /Kanda Lantern/);
assert.equal(seen[0], 'RUN_STARTED');
assert.equal(seen.at(-1), 'RUN_FINISHED');
assert.ok(seen.includes('ACTIVITY_SNAPSHOT') && seen.includes('TOOL_CALL_RESULT'));

await say('book the first flight');
assert.equal(agent.pendingInterrupts.length, 1);
const [{id, message}] = agent.pendingInterrupts;
assert.equal(message, 'Book flight JW 412, London to Tokyo');
await agent.runAgent({runId: 'answer', resume: [{interruptId: id, status: 'resolved', payload: {approved: true}}]});
assert.match(last(), /JW7Q2M/);
assert.equal(agent.pendingInterrupts.length, 0);

let stopped = false;
await say('A flight to Tokyo', {
  onRunStartedEvent() {
    stopped = true;
    agent.abortRun();
  },
});
assert.ok(stopped);
assert.match(last(), /Stopped, as you asked/);

connection.close();
console.log(JSON.stringify({messages: agent.messages.length}));
process.exit(0);
