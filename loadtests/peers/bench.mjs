// node bench.mjs [--only NAMES] [--n 1,16,64,256] [--w 1,2,3] [--warm S] [--seconds S] [--jit S]
//                [--modes app,all] [--out FILE] | --table FILE        started by ../bench
import { appendFileSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { closedLoop } from './lib/closed-loop.mjs';
import { http, killAll } from './lib/processes.mjs';
import { recovery } from './lib/recovery.mjs';
import { tables, verdict } from './lib/report.mjs';
import { WORK, systems, tools } from './lib/systems.mjs';

const TOOLS_URL = 'http://127.0.0.1:17300';
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(systems).join(',') },
    n: { type: 'string', default: '1,16,64,256' },
    w: { type: 'string', default: '1,2,3' },
    modes: { type: 'string', default: 'app,all' },
    warm: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '8' },
    jit: { type: 'string', default: '20' },
    out: { type: 'string', default: `${WORK}/results-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.jsonl` },
    table: { type: 'string' },
  },
});
const numbers = (list) => list.split(',').map(Number);
const travelers = numbers(options.n);
const workloads = numbers(options.w);
const names = options.only.split(',');
const unknown = names.filter((name) => !systems[name]);
if (unknown.length || [...travelers, ...workloads].some((x) => !(x > 0))) {
  console.error(`bench: ${unknown.length ? `no system ${unknown.join(', ')}; there are ${Object.keys(systems).join(', ')}` : '--n and --w take numbers'}`);
  process.exit(2);
}

const rows = [];
function emit(row) {
  rows.push(row);
  appendFileSync(options.out, `${JSON.stringify(row)}\n`);
  console.log(JSON.stringify(row));
}
const id = (kind) => `${kind}${Date.now() % 1e8}`;
const groups = (...parts) => Object.assign({}, ...parts.map((part) => part.groups()));

let running = [];
async function upAll(parts) {
  running = parts;
  for (const part of parts) await part.up();
  for (const part of parts) await part.afterUp?.();
}
async function downAll() {
  for (const part of running.splice(0).reverse()) await part.down();
}

/** Compiled code and warm caches first: a JVM's CPU per turn reads twice as high in its first seconds. */
async function load(name, system, own) {
  const parts = system.make({ scripted: false });
  await upAll(parts);
  for (const [workload, kind] of [[1, 'turn'], [2, 'append']]) {
    if (!own.includes(workload)) continue;
    const run = (n, warmSeconds, seconds) => closedLoop({
      connect: system.connect, kind, travelers: n, warmSeconds, seconds, id: id(kind[0]), groups: groups(toolServer, ...parts),
    });
    await run(16, 0, Number(options.jit));
    for (const n of travelers) {
      emit({ workload: `W${workload}`, system: name, durable: system.durable, ...(await run(n, Number(options.warm), Number(options.seconds))) });
      await http(`${TOOLS_URL}/reset`);
    }
  }
  await downAll();
}

async function kill(name, system, mode) {
  const parts = system.make({ scripted: true });
  await upAll(parts);
  const warm = () => closedLoop({ connect: system.connect, kind: 'turn', travelers: 16, warmSeconds: 0, seconds: 4, id: id('warm'), groups: {} });
  await warm();
  if (await parts.at(-1).settle?.()) await warm();
  emit({ workload: 'W3', system: name, durable: system.durable, ...(await recovery({ connect: system.connect, parts, mode, id: id(`w3${mode}`), toolsUrl: TOOLS_URL })) });
  await downAll();
}

if (options.table) {
  const stored = readFileSync(options.table, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  console.log(`${tables(stored)}\n${verdict(stored).text}`);
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => downAll().finally(killAll).finally(() => process.exit(130)));

let toolServer;
for (const name of names) {
  const system = systems[name];
  const missing = (system.needs ?? []).filter((need) => process.env[`MISSING_${need.toUpperCase()}`]);
  if (missing.length) {
    console.log(`${name} left out: ${missing.map((need) => process.env[`MISSING_${need.toUpperCase()}`]).join('; ')}`);
    continue;
  }
  const own = workloads.filter((w) => system.workloads.includes(w));
  // A tool server of its own for every system: its heap grows with the calls it has served.
  toolServer = tools();
  try {
    await toolServer.up();
    if (own.includes(1) || own.includes(2)) await load(name, system, own);
    if (own.includes(3)) for (const mode of options.modes.split(',')) await kill(name, system, mode);
  } catch (e) {
    console.error(e);
    emit({ workload: 'FAILED', system: name, error: String(e.message || e).slice(0, 300) });
    await downAll().catch(console.error);
  }
  await killAll();
}
const { ok, text } = verdict(rows);
console.log(`${tables(rows)}\n${text}\nrows: ${options.out}`);
process.exit(ok ? 0 : 1);
