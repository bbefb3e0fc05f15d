// Child processes of the bench: each in a process group of its own, all of them ended at the end.
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import net from 'node:net';

const live = new Set();

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts a process in the foreground of its own group; its output goes to `log`. */
export function start(command, args, { cwd, env = {}, log }) {
  const fd = openSync(log, 'a');
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', fd, fd], detached: true });
  child.log = log;
  child.on('error', (e) => { child.failure = e; });
  live.add(child);
  child.on('exit', () => live.delete(child));
  return child;
}

const ended = (child) => child.exitCode !== null || child.signalCode !== null;
const end = (child) => new Promise((resolve) => (ended(child) ? resolve() : child.once('exit', resolve)));

function signal(child, name) {
  try { process.kill(-child.pid, name); } catch { /* already gone */ }
}

/** kill -9, and returns when the process is gone. */
export async function kill9(child) {
  signal(child, 'SIGKILL');
  await Promise.race([end(child), sleep(5_000)]);
}

/** Asks politely, and after some time no longer. */
export async function stop(child, ms = 20_000) {
  if (!child || ended(child)) return;
  signal(child, 'SIGTERM');
  await Promise.race([end(child), sleep(ms)]);
  if (!ended(child)) await kill9(child);
}

export async function killAll() {
  await Promise.all([...live].map(kill9));
}

export async function http(url, options) {
  const response = await fetch(url, options);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status} ${text.slice(0, 300)}`);
  return text;
}

export const answers = (url) => () => http(url);

/** Something takes requests there, and does not say that it cannot serve. */
export const serves = (url) => async () => {
  const { status } = await fetch(url);
  if (status >= 500) throw new Error(`${url}: HTTP ${status}`);
};

export const listens = (port) => () => new Promise((resolve, reject) => {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('connect', () => { socket.destroy(); resolve(); });
  socket.on('error', reject);
});

/** Repeats the probe until it succeeds; fails when the process ends or the time is over. */
export async function ready(child, probe, ms = 60_000) {
  const deadline = Date.now() + ms;
  for (;;) {
    if (child.failure) throw child.failure;
    if (ended(child)) throw new Error(`ended while starting (exit ${child.exitCode ?? child.signalCode}), see ${child.log}`);
    try { await probe(); return; } catch (e) {
      if (Date.now() > deadline) throw new Error(`not ready after ${ms / 1000} s (${e.message}), see ${child.log}`);
    }
    await sleep(50);
  }
}
