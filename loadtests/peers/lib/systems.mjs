// The systems under test: of which processes they are made, how each is started, killed and spoken to.
// A part has up(), kill() (kill -9), down(), groups(), where it must be told about the others afterUp(), and
// where a first orderly stop makes later starts shorter settle().
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { processes, tree } from './accounting.mjs';
import { httpClient, plainRoutes, restateRoutes } from './http-client.mjs';
import { jetwayClient } from './jetway-client.mjs';
import { answers, http, kill9, listens, ready, serves, sleep, start, stop } from './processes.mjs';

const PEERS = new URL('..', import.meta.url).pathname;
const LOADTESTS = new URL('../..', import.meta.url).pathname;
export const WORK = process.env.WORK;
export const RUN = `${WORK}/run`;
const PG_PORT = '17432';
const NODE_PORT = '17410'; // as in ../../conf/stack.conf
mkdirSync(RUN, { recursive: true });

function child(name, command, args, { env, probe, readyMs, stopMs, settled, afterUp, fresh, beforeUp, measured = (pid) => pid } = {}) {
  let running;
  return {
    async up() {
      fresh?.();
      fresh = undefined;
      beforeUp?.();
      running = start(command, args, { cwd: PEERS, env, log: `${RUN}/${name}.log` });
      await ready(running, probe, readyMs);
    },
    afterUp,
    kill: () => kill9(running),
    down: () => stop(running, stopMs),
    async settle() {
      if (!settled || settled(running.pid)) return false;
      await this.down();
      await this.up();
      return true;
    },
    groups: () => ({ [name]: [measured(running.pid)] }),
  };
}

export const tools = () => child('tools', process.execPath, ['mcp-server/server.mjs'], { probe: answers('http://127.0.0.1:17300/health') });

const postgres = () => {
  const script = (verb) => execFileSync(`${PEERS}handrolled/postgres.sh`, [verb],
    { env: { ...process.env, WORK, PG_PORT }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  let pid;
  return {
    async up() {
      if (!pid) script('reset');
      pid = Number(script('start'));
    },
    async kill() {
      for (const each of tree(processes(), pid)) try { process.kill(each, 'SIGKILL'); } catch { /* already gone */ }
      while (processes().has(pid)) await sleep(20);
    },
    async down() { if (processes().has(pid)) script('stop'); },
    groups: () => ({ postgres: [pid] }),
  };
};

const handrolled = (...options) => child('app', process.env.JAVA21, [
  '-Xmx512m', ...options, '-cp', `${PEERS}handrolled/target/classes:${PEERS}handrolled/target/lib/*`,
  'dev.jetway.loadtests.handrolled.Handrolled',
], {
  env: { JDBC_URL: `jdbc:postgresql://127.0.0.1:${PG_PORT}/postgres?user=bench&prepareThreshold=1` },
  probe: answers('http://127.0.0.1:17403/health'),
});

const restateServer = () => {
  const modules = `${PEERS}node_modules/@restatedev/`;
  const binary = readdirSync(modules).map((name) => `${modules}${name}/bin/restate-server`).find(existsSync);
  let registered = false;
  return child('server', binary, ['--config-file', 'restate/restate.toml', '--base-dir', `${RUN}/restate`, '--no-logo'], {
    fresh: () => rmSync(`${RUN}/restate`, { recursive: true, force: true }),
    probe: answers('http://127.0.0.1:17470/health'),
    async afterUp() {
      for (let attempt = 1; !registered; attempt++) {
        try {
          await http('http://127.0.0.1:17470/deployments', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"uri":"http://127.0.0.1:17490","force":true}' });
          registered = true;
        } catch (e) {
          if (attempt === 40) throw e;
          await sleep(250);
        }
      }
    },
  });
};
const restateApp = () => child('app', process.execPath, ['--no-warnings', 'restate/app.mjs'], { env: { PORT: '17490' }, probe: listens(17490) });

// Jetway is started part by part with the same script a person uses, see ../../start-jetway.sh.
const DATA = `${RUN}/jetway`;
const jetwayPart = (name, { env, ...options }) => child(name, 'bash', [`${LOADTESTS}start-jetway.sh`, name], {
  env: { ...env, JETWAY_DATA: DATA, JETWAY_PROFILE: 'bench' },
  readyMs: 120_000,
  ...options,
});
const jetway = ({ scripted }) => [
  jetwayPart('cassandra', {
    fresh: () => rmSync(DATA, { recursive: true, force: true }),
    beforeUp: () => rmSync(`${DATA}/cassandra.ready`, { force: true }),
    probe: async () => { if (!existsSync(`${DATA}/cassandra.ready`)) throw new Error('no schema yet'); },
    // Cassandra itself; the process above it only starts it and waits.
    measured: (pid) => tree(processes(), pid).find((each) => commandLine(each).includes('dev.jetway.cassandra.Main')),
  }),
  jetwayPart('node', {
    env: scripted ? { JETWAY_PLANNER: 'dev.jetway.loadtests.bench.BenchPlanner' } : {},
    probe: serves(`http://127.0.0.1:${NODE_PORT}/ready`),
    stopMs: 60_000, // the first time it writes an archive of its classes
    settled: (pid) => !commandLine(pid).includes('-XX:ArchiveClassesAtExit'),
  }),
];

// Two regions as `jetway up --regions` has them: a data center and a node each. It is started as a whole.
const REGIONS = { eu: '17510', us: '17511' };
const jetwayRegions = () => {
  const data = `${RUN}/jetway-regions`;
  const whole = child('up', `${LOADTESTS}../jetway`, [
    'up', '--regions', Object.keys(REGIONS).join(','), '--data', data, '--port', REGIONS.eu, '--config', `${LOADTESTS}conf/bench-tools.conf`,
    '--set', 'jetway.travel.url=', '--set', 'jetway.mcp.lock-file=', // the bench's tools are the only ones, as with one region
  ], {
    env: { JETWAY_BUILD: 'never', JETWAY_AGENTS: benchAgents() },
    fresh: () => rmSync(data, { recursive: true, force: true }),
    probe: () => Promise.all(Object.values(REGIONS).map((port) => serves(`http://127.0.0.1:${port}/ready`)())),
    readyMs: 180_000,
    stopMs: 60_000,
  });
  return [{
    ...whole,
    groups: () => {
      const below = tree(processes(), Object.values(whole.groups()).flat()[0]).slice(1);
      const whose = (words) => below.filter((pid) => words.every((word) => commandLine(pid).includes(word)));
      return { cassandra: whose(['dev.jetway.cassandra.Main']), node: whose(['JetwayCommand', 'node', '--leashed']) };
    },
  }];
};
const benchAgents = () => {
  const target = `${LOADTESTS}bench-agents/target/`;
  return target + readdirSync(target).find((name) => /^jetway-bench-agents-.*\.jar$/.test(name));
};
const commandLine = (pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8');

const external = process.env.JETWAY_URL;

/** name -> how to make its parts in start order, how to connect, what an acknowledged write survives. */
export const systems = {
  jetway: {
    durable: 'Cassandra, batch commit log (fsync before the acknowledgement)',
    make: (options) => (external ? [] : jetway(options)),
    connect: jetwayClient(external || `ws://127.0.0.1:${NODE_PORT}/v1/ws`),
    workloads: external ? [1, 2] : [1, 2, 3],
  },
  'jetway-regions': {
    durable: 'Cassandra in both regions; the acknowledgement waits for its own, batch commit log',
    make: jetwayRegions,
    connect: jetwayClient(...Object.values(REGIONS).map((port) => `ws://127.0.0.1:${port}/v1/ws`)),
    workloads: [1, 2],
  },
  'handrolled-pg': {
    durable: 'PostgreSQL, fsync per state change (synchronous_commit=on)',
    needs: ['java21', 'postgres'],
    make: () => [postgres(), handrolled()],
    connect: httpClient('http://127.0.0.1:17403', plainRoutes),
    workloads: [1, 2, 3],
  },
  restate: {
    durable: 'Restate, fsync of the log before the acknowledgement (default)',
    make: () => [restateServer(), restateApp()],
    connect: httpClient('http://127.0.0.1:17480', restateRoutes),
    workloads: [1, 2, 3],
  },
  'floor-java': {
    durable: 'nothing: HTTP and three tool calls, the floor under every system here',
    needs: ['java21'],
    make: () => [handrolled('-Dstored=false')],
    connect: httpClient('http://127.0.0.1:17403', plainRoutes),
    workloads: [1],
  },
};
