// @ts-check
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './checkout.mjs';
import { BoundedLog, openLog } from './log-file.mjs';
import { ServiceOutput } from './service-output.mjs';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** A process that stayed up for so long was well; its next fall is a new story. */
const WELL_AFTER_MS = 30_000;
const KILL_AFTER_MS = 15_000;

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {readonly string[]} command
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [isService] speaks on its standard output and ends when we are gone; a store just has a log file
 * @property {NodeJS.Signals} [stopSignal]
 * @property {{ uid?: number, gid?: number }} [identity]
 */

/** A program that is kept running until it is told to stop. */
export class Supervised {
  /** @type {import('node:child_process').ChildProcess | null} */
  #child = null;
  /** @type {Promise<void>} */
  #ended = Promise.resolve();
  /** @type {NodeJS.Timeout | undefined} */
  #restart;
  #isStopping = false;
  #wait = FIRST_WAIT_MS;
  /** How often it has ended by itself. */
  falls = 0;

  /**
   * @param {Program} program
   * @param {import('./data-folder.mjs').DataFolder} folder
   */
  constructor(program, folder) {
    this.program = program;
    this.name = program.name;
    this.logFile = join(folder.logs, `${program.name}.log`);
    this.pidFile = join(folder.run, `${program.name}.pid`);
  }

  get isRunning() {
    return this.#child !== null;
  }

  start() {
    const { command, env, isService = false, identity } = this.program;
    const log = isService ? new BoundedLog(this.logFile) : openLog(this.logFile);
    const startedAt = performance.now();
    // A process group of its own, so that Ctrl-C reaches only the launcher, which stops the others in order.
    /** @type {import('node:child_process').SpawnOptions} */
    const options = {
      ...identity,
      cwd: root,
      env: env ?? process.env,
      detached: true,
      stdio:
        log instanceof BoundedLog ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', log.handle, log.handle],
    };
    const child = spawn(command[0], command.slice(1), options);
    if (log instanceof BoundedLog) new ServiceOutput(this.name, log).follow(child);
    if (child.pid) writeFileSync(this.pidFile, String(child.pid));
    this.#child = child;
    this.#ended = new Promise((done) => {
      let how = '';
      child.once('error', (error) => (how = error.message));
      // `close` comes after the last line of output, so the log file is closed behind it.
      child.once('close', (code, signal) => {
        log.close();
        this.#child = null;
        rmSync(this.pidFile, { force: true });
        done();
        this.#fell(how || (code === null ? String(signal) : `code ${code}`), performance.now() - startedAt);
      });
    });
  }

  /**
   * @param {string} how
   * @param {number} lifetime
   */
  #fell(how, lifetime) {
    if (this.#isStopping) return;
    this.falls += 1;
    if (lifetime > WELL_AFTER_MS) this.#wait = FIRST_WAIT_MS;
    process.stderr.write(`${this.name} ended (${how}); starting it again in ${this.#wait / 1_000} s\n`);
    this.#restart = setTimeout(() => this.start(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  async stop() {
    this.#isStopping = true;
    clearTimeout(this.#restart);
    const child = this.#child;
    if (!child) return;
    child.kill(this.program.stopSignal ?? 'SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    await this.#ended;
    clearTimeout(kill);
  }
}
