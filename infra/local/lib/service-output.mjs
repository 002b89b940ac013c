// @ts-check
import { createInterface } from 'node:readline';
import { forPeople } from './console-line.mjs';

const NAME_WIDTH = 8;

/** What a service prints: as it is into its log file, and with the service's name in front onto the screen. */
export class ServiceOutput {
  /**
   * @param {string} name
   * @param {import('./log-file.mjs').BoundedLog} log
   */
  constructor(name, log) {
    this.prefix = name.padEnd(NAME_WIDTH);
    this.log = log;
  }

  /** @param {import('node:child_process').ChildProcess} child */
  follow(child) {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#take(line));
    }
  }

  /** @param {string} line */
  #take(line) {
    this.#write(line);
    process.stdout.write(`${this.prefix} | ${forPeople(line)}\n`);
  }

  /** @param {string} line */
  #write(line) {
    try {
      this.log.add(line);
    } catch {
      // The disk is full, or the process has ended and its file is closed; the screen has the line.
    }
  }
}
