// @ts-check
// `npm run bench`: how fast the work is, against the least that the same work could take (contract.md 1 and 7).
import { parseArgs } from 'node:util';
import { prepareCheckout } from './lib/prepare.mjs';
import { Refusal, runProgram } from './lib/refusal.mjs';

const STANDARD_SIZE = 20_000;
const SIZES = [1_000, 72_000];
const PARTS = ['webhooks', 'history'];

const { size: given, only } = parseArgs({
  options: { size: { type: 'string' }, only: { type: 'string' } },
}).values;

/** @param {string | undefined} size */
function wantedSize(size) {
  const number = size === undefined ? STANDARD_SIZE : Number(size.replaceAll(/[_,]/g, ''));
  if (Number.isInteger(number) && number >= SIZES[0] && number <= SIZES[1]) return number;
  throw new Refusal(`--size is the number of titles on each server, from ${SIZES[0]} to ${SIZES[1]}.`);
}

await runProgram(async () => {
  const size = wantedSize(given);
  if (only !== undefined && !PARTS.includes(only))
    throw new Refusal(`--only knows these parts: ${PARTS.join(', ')}.`);
  await prepareCheckout();
  const { runBenchmarks, runOnly } = await import('./lib/bench/run-benchmarks.mjs');
  await (only ? runOnly(only, size) : runBenchmarks(size));
  process.exit(0);
});
