// N travelers, each of whom sends a turn, waits for the whole answer and sends the next one. After
// `turnsPerSession` turns a traveler starts a new conversation.
import { readFileSync } from 'node:fs';
import { cpuSeconds, machineBusySeconds, pssMiB } from './accounting.mjs';
import { sleep } from './processes.mjs';

const TEXT = 'Plan a trip to Lisbon in December, flights from Frankfurt, 3 star hotel please.';

export const percentile = (sorted, p) => (sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] : NaN);
export const hundredths = (x) => Math.round(x * 100) / 100;

/**
 * @param connect opens a client for so many connections
 * @param kind 'turn' (W1: a durable turn with three tool calls) or 'append' (W2: append and read back the last 20)
 * @param groups part -> process ids whose CPU and memory are counted
 */
export async function closedLoop({ connect, kind, travelers, warmSeconds, seconds, id, groups }) {
  const client = await connect(travelers);
  const turnsPerSession = kind === 'turn' ? 10 : 100;
  const latencies = [];
  let errors = 0;
  let firstError = '';
  let measuring = false;
  let stopped = false;
  let sessions = 0;

  const traveler = async (number) => {
    let session;
    for (let turn = 0; !stopped; turn++) {
      if (turn % turnsPerSession === 0) {
        if (session) client.leave(session);
        session = `${id}-${number}-${sessions++}`;
      }
      const begun = performance.now();
      try {
        const answer = await client[kind](session, turn % turnsPerSession, TEXT);
        if (kind === 'turn' && !answer.includes('Fly ')) throw new Error(`not an answer: ${answer.slice(0, 200)}`);
        if (measuring) latencies.push(performance.now() - begun);
      } catch (e) {
        if (stopped) return;
        errors++;
        firstError ||= String(e.message || e);
        await sleep(50);
      }
    }
  };

  const all = Promise.all([...Array(travelers).keys()].map(traveler));
  await sleep(warmSeconds * 1000);
  const cpuBefore = Object.fromEntries(Object.entries(groups).map(([part, pids]) => [part, cpuSeconds(pids)]));
  const ownBefore = process.cpuUsage();
  const busyBefore = machineBusySeconds();
  const begun = performance.now();
  measuring = true;
  await sleep(seconds * 1000);
  measuring = false;
  const elapsed = (performance.now() - begun) / 1000;
  const cpu = Object.fromEntries(Object.entries(groups).map(([part, pids]) => [part, cpuSeconds(pids) - cpuBefore[part]]));
  const own = process.cpuUsage(ownBefore);
  const clientSeconds = (own.user + own.system) / 1e6;
  const busy = machineBusySeconds() - busyBefore;
  const memory = Object.fromEntries(Object.entries(groups).map(([part, pids]) => [part, pssMiB(pids)]));
  stopped = true;
  await Promise.race([all, sleep(8_000)]);
  await client.close();

  const done = latencies.length;
  latencies.sort((a, b) => a - b);
  const counted = Object.values(cpu).reduce((sum, s) => sum + s, 0);
  const perOperation = (s) => (done ? hundredths((s / done) * 1000) : null);
  return {
    n: travelers,
    operations: done,
    perSecond: hundredths(done / elapsed),
    p50: hundredths(percentile(latencies, 0.5)),
    p95: hundredths(percentile(latencies, 0.95)),
    p99: hundredths(percentile(latencies, 0.99)),
    errors,
    firstError,
    cpuMs: Object.fromEntries(Object.entries(cpu).map(([part, s]) => [part, perOperation(s)])),
    systemCpuMs: perOperation(counted - (cpu.tools ?? 0)),
    clientCpuMs: perOperation(clientSeconds),
    pssMiB: memory,
    othersCores: hundredths(Math.max(0, busy - counted - clientSeconds) / elapsed),
    load1: Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0]),
  };
}
