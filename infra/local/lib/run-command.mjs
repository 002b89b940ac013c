// @ts-check
import { spawn } from 'node:child_process';
import { root } from './checkout.mjs';
import { Refusal } from './refusal.mjs';

/**
 * @typedef {object} Outcome
 * @property {number | null} code
 * @property {string} output what it printed, on both channels
 */

/**
 * Runs a command to its end.
 * @param {readonly string[]} command
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv, cwd?: string, identity?: { uid?: number, gid?: number } }} [options]
 * @returns {Promise<Outcome>}
 */
export function run([program, ...args], { quiet = false, env = {}, cwd = root, identity } = {}) {
  /** @type {import('node:child_process').SpawnOptions} */
  const options = {
    ...identity,
    cwd,
    env: { ...process.env, ...env },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
  };
  const child = spawn(program, args, options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => (output += chunk));
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/**
 * As `run`, for a command that has to succeed.
 * @param {readonly string[]} command
 * @param {{ quiet?: boolean, env?: Record<string, string>, what: string }} options
 */
export async function mustRun(command, options) {
  const { code, output } = await run(command, options);
  if (code === 0) return output;
  if (output) process.stderr.write(output);
  throw new Refusal(`${options.what} failed: ${command.join(' ')} ended with ${code ?? 'an error'}.`);
}
