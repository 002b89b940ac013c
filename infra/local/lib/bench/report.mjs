// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../checkout.mjs';
import { table } from '../table.mjs';

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {string} measured
 * @property {string} against what it is held against
 * @property {number} value the ratio, or the number itself
 * @property {string} shown the value for a person
 * @property {{ most?: number, least?: number }} [bar] contract.md 7
 */

const MIB = 1_024 * 1_024;

/** @param {Result} result */
export const holds = ({ value, bar }) =>
  bar === undefined ? null : value <= (bar.most ?? Infinity) && value >= (bar.least ?? -Infinity);

/** @param {Result['bar']} bar */
function barText(bar) {
  if (bar?.most !== undefined) return `at most ${bar.most}`;
  return bar?.least === undefined ? '' : `at least ${bar.least}`;
}

/** @param {readonly Result[]} results */
export function tableOf(results) {
  const rows = results.map((result) => {
    const verdict = { true: 'yes', false: 'NO', null: '' }[String(holds(result))] ?? '';
    return [result.name, result.measured, result.against, result.shown, barText(result.bar), verdict];
  });
  return table(['Benchmark', 'Measured', 'Against', 'Ratio', 'Bar', 'Holds'], rows);
}

/**
 * @param {readonly Result[]} results
 * @param {{ size: number, details: object }} facts
 * @returns {string} the file
 */
export function save(results, { size, details }) {
  const date = new Date().toISOString();
  const machine = {
    cores: availableParallelism(),
    model: cpus()[0]?.model ?? '',
    memoryMiB: Math.round(totalmem() / MIB),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  };
  const content = {
    date,
    size,
    machine,
    results: results.map((result) => ({ ...result, holds: holds(result) })),
    details,
  };
  const folder = inRoot('bench', 'results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${date.slice(0, 19).replaceAll(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  return file;
}
