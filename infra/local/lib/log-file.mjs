// @ts-check
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
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
