// @ts-check
import { closeSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { forPeople } from './console-line.mjs';

const KEEP_BELOW_BYTES = 10 * 1_024 * 1_024;

/**
 * Opens a log for adding to it; one that has grown large is put aside first, in place of the one before.
 * @param {string} file
 */
export function openLog(file) {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > KEEP_BELOW_BYTES) renameSync(file, `${file}.1`);
  const handle = openSync(file, 'a');
  return { handle, close: () => closeSync(handle) };
}

/** The log of a service that stays up for months: two files of ten megabytes at most. */
export class BoundedLog {
  #size;
  #handle;

  /**
   * @param {string} file
   * @param {number} largest in bytes
   */
  constructor(file, largest = KEEP_BELOW_BYTES) {
    this.file = file;
    this.largest = largest;
    this.#size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    this.#handle = openSync(file, 'a');
  }

  /** @param {string} line */
  add(line) {
    const text = Buffer.from(`${line}\n`);
    if (this.#size > 0 && this.#size + text.length > this.largest) this.#putAside();
    writeSync(this.#handle, text);
    this.#size += text.length;
  }

  close() {
    closeSync(this.#handle);
  }

  #putAside() {
    renameSync(this.file, `${this.file}.1`);
    closeSync(this.#handle);
    this.#handle = openSync(this.file, 'a');
    this.#size = 0;
  }
}

/**
 * The last line that says something, for an error message of one line.
 * @param {string} text
 */
export function lastLine(text) {
  return forPeople(text.trimEnd().split('\n').at(-1)?.trim() ?? '');
}

/** @param {string} file */
export function lastLineOf(file) {
  return lastLine(readFileSync(file, 'utf8').slice(-2_000));
}
