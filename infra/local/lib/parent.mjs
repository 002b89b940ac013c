// @ts-check
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 500;
const SHELLS = new Set(['sh', 'dash', 'bash', 'zsh', 'ash']);

/**
 * Parent and name of a process, where the system tells (Linux).
 * @param {number} pid
 */
function lookUp(pid) {
  try {
    const [, name, parent] = /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, parent: Number(parent) };
  } catch {
    return { name: '', parent: 0 };
  }
}

/** Whom we belong to: our parent, or npm behind the shell that it puts between itself and us. */
function owner() {
  const { name, parent } = lookUp(process.ppid);
  return SHELLS.has(name) ? parent : process.ppid;
}

/**
 * Calls back when the process that we belong to is gone: npm (which passes no signal on when it is killed), our own
 * first half under an older Node, or a test that gave us an IPC channel.
 * @param {() => void} callback
 */
export function endWithParent(callback) {
  if (process.channel) {
    process.once('disconnect', callback);
    process.channel.unref();
  }
  if (!process.env.npm_lifecycle_event && !process.env.WS_OWN_NODE) return;
  const first = owner();
  const watch = setInterval(() => {
    if (owner() === first) return;
    clearInterval(watch);
    callback();
  }, LOOK_EVERY_MS);
  watch.unref();
}
