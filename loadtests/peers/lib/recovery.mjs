// W3: 200 conversations in mid-turn, kill -9, start again. What was lost, what ran twice, how long it took.
import { percentile } from './closed-loop.mjs';
import { http, sleep } from './processes.mjs';

const SESSIONS = 200;
const GIVE_UP_MS = 60_000;
const EXPECTED = 'u0,a0,u1,a1';

/**
 * @param connect opens a client
 * @param parts of the system in start order
 * @param mode 'app' kills the last part only, 'all' kills every part
 */
export async function recovery({ connect, parts, mode, id, toolsUrl }) {
  const stats = async () => JSON.parse(await http(`${toolsUrl}/stats?prefix=${id}`));
  const sessions = [...Array(SESSIONS).keys()].map((i) => `${id}-${i}`);
  await http(`${toolsUrl}/reset`);
  const before = await connect(256);
  await Promise.all(sessions.map((session) => before.turn(session, 0, 'quick trip')));

  const answered = new Set();
  for (const session of sessions) {
    before.turn(session, 1, 'slow trip').then((text) => { if (text.includes('Fly ')) answered.add(session); }, () => {});
  }
  await slowToolsInFlight(stats);
  const callsAtKill = (await stats()).byTool;
  await http(`${toolsUrl}/mark`);
  const answeredBeforeKill = answered.size;

  const killed = performance.now();
  const victims = mode === 'all' ? parts : parts.slice(-1);
  for (const part of [...victims].reverse()) await part.kill();
  before.close();

  const after = await connect(256);
  const times = [];
  const retried = sessions.filter((session) => !answered.has(session)).map(async (session) => {
    while (performance.now() - killed < GIVE_UP_MS) {
      try {
        if (!(await after.turn(session, 1, 'slow trip', 20_000)).includes('Fly ')) throw new Error('not an answer');
        times.push(performance.now() - killed);
        answered.add(session);
        return;
      } catch {
        await sleep(200);
      }
    }
  });
  for (const part of victims) await part.up();
  const readyAt = performance.now() - killed;
  for (const part of victims) await part.afterUp?.();
  await Promise.all(retried);
  await sleep(2_500); // a tool call that was repeated without need would still be under way
  const calls = await stats();
  const histories = await Promise.all(sessions.map((session) => after.history(session, 10_000).catch((e) => [String(e.message)])));
  await after.close();

  times.sort((a, b) => a - b);
  const seconds = (ms) => Math.round(ms) / 1000;
  const inexact = histories.map((ids) => ids.join(',')).filter((ids) => ids !== EXPECTED);
  const doubled = inexact.filter((ids) => new Set(ids.split(',')).size < ids.split(',').length);
  return {
    mode,
    sessions: SESSIONS,
    answeredBeforeKill,
    callsAtKill: Object.fromEntries(Object.entries(callsAtKill).map(([tool, { calls: n }]) => [tool, n - SESSIONS])),
    readyS: seconds(readyAt),
    firstAnswerS: seconds(times[0]),
    p50S: seconds(percentile(times, 0.5)),
    allAnsweredS: seconds(times.at(-1)),
    unanswered: SESSIONS - answered.size,
    historyExact: SESSIONS - inexact.length,
    historyDoubled: doubled.length,
    historyLost: inexact.length - doubled.length,
    sample: inexact[0] ?? '',
    toolsNeverCalled: SESSIONS * 6 - calls.keys,
    finishedToolsCalledAgain: calls.rerunDone,
    inFlightToolsCalledAgain: calls.rerunInflight,
  };
}

/** One second after half of the conversations have their slowest tool (1.5 s) under way. */
async function slowToolsInFlight(stats) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const weather = (await stats()).byTool.get_weather?.calls ?? 0;
    if (weather - SESSIONS >= SESSIONS / 2) break;
    if (Date.now() > deadline) throw new Error(`only ${weather - SESSIONS} of ${SESSIONS} slow turns reached their tool within 20 s`);
    await sleep(20);
  }
  await sleep(1_000);
}
