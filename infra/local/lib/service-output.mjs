// @ts-check
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { forPeople } from './console-line.mjs';

const NAME_WIDTH = 8;

/** What a service prints: as it is into its log file, and with the service's name in front onto the screen. */
export class ServiceOutput {
  /**
   * @param {string} name
   * @param {number} handle of the log file
   */
  constructor(name, handle) {
    this.prefix = name.padEnd(NAME_WIDTH);
    this.handle = handle;
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
      writeSync(this.handle, `${line}\n`);
    } catch {
      // The disk is full, or the process has ended and its file is closed; the screen has the line.
    }
  }
}
