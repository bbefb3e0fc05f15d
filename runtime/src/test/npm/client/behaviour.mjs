// What the client does, frame by frame, against a server that follows a script.

import assert from 'node:assert/strict';
import nodeTest from 'node:test';
import {Connection} from '@jetway/client';
import WebSocket from 'ws';
import {Server} from './server.mjs';

const test = (name, check) => nodeTest(name, {timeout: 30_000}, check);

const CURSOR = {epoch: 'e1', seq: 4};

/** A connection to a server of its own, and what it said. */
async function pair(t, options = {}) {
  const server = await Server.start();
  const statuses = [];
  const connection = new Connection({
    url: server.url, WebSocket, token: () => 'secret', ...options, onStatus: status => {
      statuses.push(status);
      if (status.word === 'offline') {
        setImmediate(() => connection.retryNow());
      }
    },
  });
  t.after(() => {
    connection.close();
    server.stop();
  });
  connection.open();
  return {server, connection, statuses, words: () => statuses.map(it => it.word)};
}

const follower = () => {
  const told = [];
  const waiting = [];
  const tell = line => {
    told.push(line);
    waiting.filter(it => it.line === line).forEach(it => it.resolve());
  };
  return {
    told,
    until: line => (told.includes(line) ? Promise.resolve() : new Promise(resolve => waiting.push({line, resolve}))),
    event: (event, cursor) => tell(`${event.name}@${cursor.epoch}:${cursor.seq}`),
    replaced: (snapshot, cursor) => tell(`all@${cursor.epoch}:${cursor.seq}`),
    refused: error => tell(`refused ${error.code}`),
  };
};

const eventually = async check => {
  for (const end = Date.now() + 20_000; !check(); ) {
    assert.ok(Date.now() < end, `not in time: ${check}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
};

test('a thread goes on with its cursor when the line was cut', async t => {
  const {server, connection} = await pair(t);
  const trip = follower();
  connection.follow('trip', trip, CURSOR);
  const first = await server.welcomed();
  assert.deepEqual(await first.subscribed('e1', 5, true).then(({epoch, afterSeq}) => ({epoch, afterSeq})), {epoch: 'e1', afterSeq: 4});
  first.event('trip', 5);
  await trip.until('n5@e1:5');
  first.cut();
  const second = await server.welcomed();
  assert.equal(second.hello.supersedes, 'c1');
  assert.equal((await second.subscribed('e1', 6, true)).afterSeq, 5);
  second.event('trip', 6);
  await trip.until('n6@e1:6');
  assert.deepEqual(trip.told, ['n5@e1:5', 'n6@e1:6']);
});

test('an event that is there twice is told once, and a missing one is asked for', async t => {
  const {server, connection} = await pair(t);
  const trip = follower();
  connection.follow('trip', trip, CURSOR);
  const peer = await server.welcomed();
  await peer.subscribed('e1', 4, true);
  peer.event('trip', 5);
  peer.event('trip', 5, 'again');
  peer.event('trip', 7);
  const again = await peer.frame('subscribe');
  assert.equal(again.afterSeq, 5);
  peer.send({type: 'subscribed', id: 'one before', thread: 'trip', epoch: 'e1', seq: 7, recovered: true});
  peer.event('trip', 6, 'of the old subscription');
  peer.send({type: 'subscribed', id: again.id, thread: 'trip', epoch: 'e1', seq: 7, recovered: true});
  peer.event('trip', 6);
  peer.event('trip', 7);
  await trip.until('n7@e1:7');
  assert.deepEqual(trip.told, ['n5@e1:5', 'n6@e1:6', 'n7@e1:7']);
});

test('several deltas that come as one are no gap', async t => {
  const {server, connection} = await pair(t);
  const trip = follower();
  connection.follow('trip', trip, CURSOR);
  const peer = await server.welcomed();
  await peer.subscribed('e1', 4, true);
  peer.send({type: 'event', thread: 'trip', firstSeq: 5, seq: 9, event: {type: 'CUSTOM', name: 'merged'}});
  await trip.until('merged@e1:9');
});

test('a reset hands over both snapshots at once, and one that is cut in two starts over', async t => {
  const {server, connection} = await pair(t);
  const trip = follower();
  const thread = connection.follow('trip', trip, CURSOR);
  const first = await server.welcomed();
  await first.subscribed('e2', 9, false);
  first.reset('trip', 'e2', 9);
  first.send({type: 'event', thread: 'trip', seq: 9, event: {type: 'MESSAGES_SNAPSHOT', messages: []}});
  first.cut();
  const second = await server.welcomed();
  assert.equal((await second.subscribed('e2', 9, false)).epoch, 'e1', 'half a reset is none');
  second.reset('trip', 'e2', 9);
  second.snapshots('trip', 9);
  second.event('trip', 10);
  await trip.until('n10@e2:10');
  assert.deepEqual(trip.told, ['all@e2:9', 'n10@e2:10']);
  assert.deepEqual(thread.cursor, {epoch: 'e2', seq: 10});
});

test('a command is sent again, unchanged, until it is answered', async t => {
  const {server, connection} = await pair(t);
  const thread = connection.follow('trip', follower(), CURSOR);
  const said = thread.say('hello');
  const first = await server.welcomed();
  await first.subscribed('e1', 4, true);
  const run = await first.frame('run');
  first.cut();
  const second = await server.welcomed();
  await second.subscribed('e1', 4, true);
  assert.deepEqual(await second.frame('run'), run);
  second.send({type: 'ok', id: run.id, duplicate: true});
  assert.equal((await said).duplicate, true);
});

test('a refusal that may pass is tried again, a conflict is not', async t => {
  const {server, connection} = await pair(t);
  const thread = connection.follow('trip', follower(), CURSOR);
  const peer = await server.welcomed();
  await peer.subscribed('e1', 4, true);
  const said = thread.say('hello');
  const run = await peer.frame('run');
  peer.send({type: 'error', id: run.id, code: 'rate_limited', message: 'slowly', retryable: true, retryAfterMs: 5});
  assert.deepEqual(await peer.frame('run'), run);
  peer.send({type: 'error', id: run.id, code: 'conflict', message: 'another run has this id', retryable: true});
  await assert.rejects(said, {name: 'CommandFailed', code: 'conflict', message: 'another run has this id'});
});

test('what is longer than a node takes fails here, and the connection stays', async t => {
  const {server, connection} = await pair(t);
  const thread = connection.follow('trip', follower(), CURSOR);
  const peer = await server.welcomed();
  await peer.subscribed('e1', 4, true);
  await assert.rejects(thread.say('é'.repeat(1_000)), {code: 'too_large'});
  const fits = thread.say('é'.repeat(500));
  peer.send({type: 'ok', id: (await peer.frame('run')).id});
  await fits;
});

test('of a whole history only the last words of the traveler are sent', async t => {
  const {server, connection} = await pair(t);
  const thread = connection.follow('trip', follower(), CURSOR);
  const peer = await server.welcomed();
  await peer.subscribed('e1', 4, true);
  const message = (id, role) => ({id, role, content: id});
  thread.run({runId: 'r', messages: [message('1', 'user'), message('2', 'assistant'), message('3', 'user'), message('4', 'user')]}).catch(() => {});
  assert.deepEqual((await peer.frame('run')).input.messages.map(it => it.id), ['3', '4']);
});

test('threads share a connection, and what is left is not told any more', async t => {
  const {server, connection} = await pair(t);
  const [a, b] = [follower(), follower()];
  const left = connection.follow('a', a, CURSOR);
  connection.follow('b', b, CURSOR);
  assert.throws(() => connection.follow('a', a), /leave it first/);
  const peer = await server.welcomed();
  await peer.subscribed('e1', 4, true);
  await peer.subscribed('e1', 4, true);
  left.leave();
  assert.equal((await peer.frame('unsubscribe')).thread, 'a');
  peer.event('a', 5);
  peer.event('b', 5);
  await b.until('n5@e1:5');
  assert.deepEqual(a.told, []);
  connection.follow('a', a);
  assert.equal((await peer.frame('subscribe')).epoch, undefined);
});

test('in a thread that is new nothing is said before a cut could be mended', async t => {
  const {server, connection} = await pair(t);
  const thread = connection.follow('trip', follower());
  const said = thread.say('hello');
  const first = await server.welcomed();
  await first.subscribed('e1', 0, false);
  const asked = await first.frame('history');
  first.send({type: 'ok', id: asked.id, result: {messages: [], more: false}});
  const run = await first.frame('run');
  first.cut();
  const second = await server.welcomed();
  assert.equal((await second.subscribed('e1', 2, true)).afterSeq, 0);
  assert.deepEqual(await second.frame('run'), run);
  second.send({type: 'ok', id: run.id});
  await said;
});

test('a thread that was loaded afresh is not taken for a new one', async t => {
  const {server, connection} = await pair(t);
  const trip = follower();
  const thread = connection.follow('trip', trip);
  thread.say('hello').catch(() => {});
  const first = await server.welcomed();
  await first.subscribed('e1', 0, false);
  const asked = await first.frame('history');
  first.send({type: 'ok', id: asked.id, result: {messages: [{id: 'm', role: 'user', content: 'x', at: 1}], more: false}});
  first.cut();
  const second = await server.welcomed();
  assert.equal((await second.subscribed('e1', 0, false)).epoch, undefined);
  await second.frame('history');
  second.reset('trip', 'e1', 0);
  second.snapshots('trip', 0);
  await second.frame('run');
  assert.deepEqual(trip.told, ['all@e1:0']);
});

test('a thread that may not be followed is told, and its commands are the server’s to judge', async t => {
  const {server, connection} = await pair(t);
  const trip = follower();
  const thread = connection.follow('trip', trip);
  const peer = await server.welcomed();
  const asked = await peer.frame('subscribe');
  peer.send({type: 'error', id: asked.id, code: 'bad_request', message: 'too many', retryable: false});
  await trip.until('refused bad_request');
  void thread.cancel().catch(() => {});
  await peer.frame('cancel');
});

test('never means never, and what waited fails with the reason', async t => {
  const {server, connection, words} = await pair(t);
  const thread = connection.follow('trip', follower(), CURSOR);
  const said = thread.say('hello');
  const peer = await server.welcomed();
  peer.bye({code: 'forbidden', reconnect: 'never'});
  await assert.rejects(said, {code: 'forbidden', message: 'off you go'});
  await assert.rejects(thread.say('more'), {code: 'forbidden'});
  assert.deepEqual(words(), ['connecting', 'online', 'refused']);
  connection.open();
  await server.welcomed();
});

test('a server that goes away is left for the next one at once', async t => {
  const {server, connection, statuses} = await pair(t);
  connection.follow('trip', follower(), CURSOR);
  (await server.welcomed()).bye({code: 'draining', reconnect: 'now'});
  await (await server.welcomed()).subscribed('e1', 4, true);
  assert.ok(statuses.find(it => it.word === 'offline').retryMs <= 50);
});

test('a server that says when to come back is taken at its word', async t => {
  const {server, statuses} = await pair(t);
  (await server.welcomed()).bye({code: 'rate_limited', reconnect: 'backoff', retryAfterMs: 9_000});
  await eventually(() => statuses.some(it => it.word === 'offline'));
  assert.equal(statuses.find(it => it.word === 'offline').retryMs, 9_000);
});

test('attempts get rarer, each by chance a little', async t => {
  const {server, statuses} = await pair(t);
  for (let i = 0; i < 8; i++) {
    (await server.connection()).cut();
  }
  await eventually(() => statuses.filter(it => it.word === 'offline').length >= 8);
  const waits = statuses.filter(it => it.word === 'offline').map(it => it.retryMs);
  waits.slice(0, 8).forEach((wait, i) => {
    const middle = Math.min(15_000, 400 * 2 ** i);
    assert.ok(wait >= middle / 2 && wait <= middle * 1.5, `wait ${i} is ${wait}`);
  });
});

test('another token is asked for when one is not taken, and the connection goes on with it', async t => {
  const asked = [];
  const {server, connection, words} = await pair(t, {
    token: wanted => {
      asked.push(wanted);
      return wanted === 'refused' ? 'fresh' : 'stale';
    },
  });
  connection.follow('trip', follower(), CURSOR);
  const first = await server.connection();
  assert.equal((await first.frame('hello')).token, 'stale');
  first.bye({code: 'unauthorized', reconnect: 'after-login'});
  const second = await server.welcomed();
  assert.equal(second.hello.token, 'fresh');
  await second.subscribed('e1', 4, true);
  assert.deepEqual(asked, ['hello', 'refused']);
  assert.deepEqual(words(), ['connecting', 'signed-out', 'online']);
});

test('nobody is pressed who does not sign in', async t => {
  const {server, connection, words} = await pair(t, {token: wanted => (wanted === 'refused' ? undefined : 'stale')});
  const first = await server.connection();
  await first.frame('hello');
  first.bye({code: 'token_expired', reconnect: 'after-login'});
  await eventually(() => connection.status.word === 'signed-out');
  assert.deepEqual(words(), ['connecting', 'signed-out']);
});

test('a token is renewed before it runs out', async t => {
  let tokens = 0;
  const {server} = await pair(t, {token: wanted => `${wanted}-${++tokens}`});
  const soon = new Date(Date.now() + 300).toISOString();
  const peer = await server.welcomed({tokenExpiresAt: soon});
  const auth = await peer.frame('auth');
  assert.equal(auth.token, 'renewal-2');
  assert.ok(Date.now() < Date.parse(soon));
  peer.send({type: 'ok', id: auth.id, result: {tokenExpiresAt: new Date(Date.now() + 3_600_000).toISOString()}});
});

test('a traveler who belongs elsewhere goes there, where that was asked for', async t => {
  const home = await Server.start();
  t.after(() => home.stop());
  const {server, connection} = await pair(t, {followRegion: true});
  connection.follow('trip', follower(), CURSOR);
  const first = await server.connection();
  await first.frame('hello');
  first.bye({code: 'wrong_region', reconnect: 'never', region: 'us', url: home.url});
  await (await home.welcomed()).subscribed('e9', 1, false);
});

test('a traveler who belongs elsewhere is told so otherwise', async t => {
  const {server, connection} = await pair(t);
  const first = await server.connection();
  await first.frame('hello');
  first.bye({code: 'wrong_region', reconnect: 'never', region: 'us', url: 'https://us.example'});
  await eventually(() => connection.status.word === 'refused');
  assert.equal(connection.status.bye.url, 'https://us.example');
});

test('a server that does not answer is given up', async t => {
  const {server, connection} = await pair(t);
  const silent = await server.welcomed();
  await eventually(() => connection.status.word === 'online');
  connection.check();
  await silent.frame('ping');
  await server.welcomed();
});

test('half a window later the server is told', async t => {
  const {server, connection} = await pair(t, {window: 4});
  const trip = follower();
  connection.follow('trip', trip, CURSOR);
  const peer = await server.welcomed();
  assert.equal(peer.hello.window, 4);
  await peer.subscribed('e1', 4, true);
  [5, 6, 7, 8].forEach(seq => peer.event('trip', seq));
  assert.deepEqual([(await peer.frame('ack')).seq, (await peer.frame('ack')).seq], [6, 8]);
});

test('history comes in pages', async t => {
  const {server, connection} = await pair(t);
  const thread = connection.follow('trip', follower(), CURSOR);
  const peer = await server.welcomed();
  await peer.subscribed('e1', 4, true);
  const page = thread.history({before: 'm9', limit: 20});
  const {id, before, limit} = await peer.frame('history');
  assert.deepEqual([before, limit], ['m9', 20]);
  const result = {messages: [{id: 'm1', role: 'user', content: 'x', at: 1}], more: true};
  peer.send({type: 'ok', id, result});
  assert.deepEqual(await page, result);
});

test('an end fails what waits', async t => {
  const {connection} = await pair(t);
  const said = connection.follow('trip', follower()).say('hello');
  connection.close();
  await assert.rejects(said, {code: 'closed'});
  assert.equal(connection.status.word, 'closed');
});
