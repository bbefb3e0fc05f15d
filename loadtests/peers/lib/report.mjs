// Tables in Markdown, and the verdict.
const digits = (x) => (x === null || x === undefined || Number.isNaN(x) ? '-' : x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x.toFixed(2));
const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const parts = (figures) => Object.entries(figures).filter(([part]) => part !== 'tools').map(([part, x]) => `${part} ${digits(x)}`).join(', ');

const LOAD_HEAD = ['system', 'at once', 'per second', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms each: system (parts)', 'tool server CPU ms', 'memory MiB', 'errors', 'other load (cores)'];
const loadRow = (r) => [
  r.system, r.n, digits(r.perSecond), digits(r.p50), digits(r.p95), digits(r.p99), `${digits(r.systemCpuMs)} (${parts(r.cpuMs)})`,
  digits(r.cpuMs.tools), parts(r.pssMiB), r.errors, digits(r.othersCores),
];
const KILL_HEAD = ['system', 'killed', 'ready s', 'first answer s', 'all answered s', 'unanswered', 'history exact / lost / doubled', 'tools never called', 'finished tools called again', 'tools in flight called again'];
const killRow = (r) => [
  r.system, r.mode, r.readyS, r.firstAnswerS, r.allAnsweredS, r.unanswered, `${r.historyExact} / ${r.historyLost} / ${r.historyDoubled}`,
  r.toolsNeverCalled, r.finishedToolsCalledAgain, r.inFlightToolsCalledAgain,
];

const TITLES = { W1: 'W1: durable turns with three tool calls', W2: 'W2: append durably, read back the last 20', W3: 'W3: kill -9 in mid-turn, 200 conversations' };

export function tables(rows) {
  return Object.entries(TITLES).map(([workload, title]) => {
    const own = rows.filter((r) => r.workload === workload);
    if (!own.length) return '';
    return `\n### ${title}\n\n${workload === 'W3' ? table(KILL_HEAD, own.map(killRow)) : table(LOAD_HEAD, own.map(loadRow))}\n`;
  }).join('');
}

const AIM = { turnCpuMs: 2.0, appendsPerSecond: 6_000, appendP95Ms: 20, recoveredS: 2.5 };

/** What must hold of every system, and how far Jetway is from its aims. */
export function verdict(rows) {
  const broken = rows.flatMap((r) => {
    if (r.workload === 'FAILED') return [`${r.system}: ${r.error}`];
    const where = `${r.system} ${r.workload} ${r.workload === 'W3' ? r.mode : `at ${r.n}`}`;
    if (r.workload !== 'W3') {
      return [
        ...(r.errors ? [`${where}: ${r.errors} errors, first: ${r.firstError}`] : []),
        ...(r.operations ? [] : [`${where}: nothing was answered`]),
      ];
    }
    return [
      ...(r.unanswered ? [`${where}: ${r.unanswered} turns never answered`] : []),
      ...(r.historyExact < r.sessions ? [`${where}: ${r.sessions - r.historyExact} histories differ, for example ${r.sample}`] : []),
      ...(r.toolsNeverCalled ? [`${where}: ${r.toolsNeverCalled} tools never called`] : []),
    ];
  });
  const ours = rows.filter((r) => r.system === 'jetway');
  const aim = (text, values, met) => (values.length ? [`aim ${met ? 'met    ' : 'not met'}  ${text}: ${values.map(digits).join(', ')}`] : []);
  const turns = ours.filter((r) => r.workload === 'W1' && r.n === 64).map((r) => r.systemCpuMs);
  const appends = ours.filter((r) => r.workload === 'W2' && r.n === 64);
  const kills = ours.filter((r) => r.workload === 'W3' && r.mode === 'app').map((r) => r.allAnsweredS);
  const lines = [
    ...aim(`CPU ms per turn at 64, at most ${AIM.turnCpuMs}`, turns, turns.every((x) => x <= AIM.turnCpuMs)),
    ...aim(`appends per second at 64, at least ${AIM.appendsPerSecond}`, appends.map((r) => r.perSecond), appends.every((r) => r.perSecond >= AIM.appendsPerSecond)),
    ...aim(`append p95 ms at 64, under ${AIM.appendP95Ms}`, appends.map((r) => r.p95), appends.every((r) => r.p95 < AIM.appendP95Ms)),
    ...aim(`seconds from the node's kill to the last answer, at most ${AIM.recoveredS}`, kills, kills.every((x) => x <= AIM.recoveredS)),
    ...broken.map((text) => `BROKEN   ${text}`),
  ];
  return { ok: broken.length === 0, text: [...lines, broken.length ? 'VERDICT  broken' : 'VERDICT  every turn answered, nothing lost'].join('\n') };
}
