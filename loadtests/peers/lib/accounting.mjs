// CPU seconds and memory of whole process trees, read from /proc.
import { readFileSync, readdirSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** pid -> parent and CPU seconds (own, and of children that have ended). */
export function processes() {
  const table = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const seconds = (i) => Number(fields[i]) / TICKS_PER_SECOND;
      table.set(Number(entry), {
        parent: Number(fields[1]),
        own: seconds(11) + seconds(12),
        children: seconds(13) + seconds(14),
      });
    } catch {
      // ended between the listing and the reading
    }
  }
  return table;
}

/** The process and everything below it. */
export function tree(table, root) {
  const found = [];
  const open = [root];
  while (open.length) {
    const pid = open.pop();
    if (!table.has(pid)) continue;
    found.push(pid);
    for (const [child, process] of table) if (process.parent === pid) open.push(child);
  }
  return found;
}

export function cpuSeconds(roots) {
  const table = processes();
  let seconds = 0;
  for (const root of roots) {
    for (const pid of tree(table, root)) seconds += table.get(pid).own + table.get(pid).children;
  }
  return seconds;
}

/** Proportional set size in MiB: shared pages are counted once over all who share them. */
export function pssMiB(roots) {
  const table = processes();
  let kib = 0;
  for (const root of roots) {
    for (const pid of tree(table, root)) {
      try {
        kib += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]);
      } catch {
        // ended, or not ours to read
      }
    }
  }
  return Math.round(kib / 1024);
}

/** Seconds all CPUs of the machine were busy since it started. */
export function machineBusySeconds() {
  const [user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'utf8')
    .split('\n')[0].trim().split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq) / TICKS_PER_SECOND;
}
