// @ts-check
import { relative } from 'node:path';
import { root } from '../checkout.mjs';
import { endWithParent } from '../parent.mjs';
import { step } from '../step.mjs';
import { table } from '../table.mjs';
import { benchHistory, historyResults } from './history-bench.mjs';
import { benchImports } from './import-bench.mjs';
import { benchPush } from './push-bench.mjs';
import { save, tableOf } from './report.mjs';
import { runAll } from './runs.mjs';
import { Stage } from './stage.mjs';
import { benchStatements } from './statements-bench.mjs';
import { benchWebhooks, webhookResults } from './webhook-bench.mjs';

/** How long a media server at home takes for a small call. */
const LAN_MS = 10;

/** Bars of contract.md 7. */
const BARS = {
  firstImport: { most: 2.5 },
  importAgain: { most: 1.3 },
  memoryMiB: { most: 320 },
  growthPercent: { most: 15 },
  statements: { most: 15 },
  push: { least: 0.9 },
};

/** @typedef {import('./report.mjs').Result} Result */
/** @typedef {Awaited<ReturnType<typeof benchImports>>} Imports */

/** @type {Set<Stage>} */
const open = new Set();

function closeWhenAsked() {
  const end = async () => {
    for (const stage of open) await stage.close();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void end());
  endWithParent(() => void end());
}

/**
 * @template T
 * @param {number} size
 * @param {(stage: Stage) => Promise<T>} work
 */
async function onStage(size, work) {
  const count = size.toLocaleString('en');
  const prepared = step(`Starting the system, and servers with ${count} titles each`);
  try {
    const stage = await Stage.open(size, (started) => open.add(started));
    prepared();
    return await work(stage);
  } finally {
    for (const stage of open) await stage.close();
    open.clear();
  }
}

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 */
async function told(what, work) {
  const done = step(what);
  const result = await work();
  done();
  return result;
}

/** @param {number} size titles on each server */
export async function runBenchmarks(size) {
  process.env.FAKE_SEED = 'none';
  closeWhenAsked();
  const single = await onStage(size, async (stage) => ({
    imports: await told('Importing from four backends, twice', () => benchImports(stage)),
    push: await told(`Pushing 500 changes to three backends that answer after ${LAN_MS} ms`, () =>
      benchPush(stage, LAN_MS),
    ),
    barePush: await told('The same with backends that answer at once', () => benchPush(stage, 0)),
    statements: await told('Counting statements', () => benchStatements(stage, size)),
    webhooks: await told('Sending webhooks: one by one, 200 a second, and 100,000 at once', () =>
      benchWebhooks(stage),
    ),
  }));
  const double = await onStage(2 * size, (stage) =>
    told('Importing from four backends, twice', () => benchImports(stage)),
  );
  const results = [
    ...importResults(single.imports, double),
    ...otherResults(single),
    ...webhookResults(single.webhooks),
    ...(await runHistory()),
  ];
  process.stdout.write(`${tableOf(results)}\n${stepsTable(single.imports, double)}\n`);
  const file = save(results, { size, details: { single, double } });
  process.stdout.write(`${relative(root, file)}\n`);
}

/**
 * One part, for work on it. Nothing is saved.
 * @param {string} part
 * @param {number} size titles on each server
 */
export async function runOnly(part, size) {
  process.env.FAKE_SEED = 'none';
  closeWhenAsked();
  const results = part === 'history' ? await runHistory() : await runWebhooks(size);
  process.stdout.write(`${tableOf(results)}\n`);
}

/** @param {number} size titles on each server */
async function runWebhooks(size) {
  const results = await onStage(size, async (stage) => {
    await told('Importing', () => runAll(stage.api, 'import', ['plex', 'jellyfin', 'emby']));
    return told('Sending webhooks: one by one, 200 a second, and 100,000 at once', () =>
      benchWebhooks(stage),
    );
  });
  return webhookResults(results);
}

/** A history is filled without any server, so theirs stay small. */
async function runHistory() {
  const cases = await onStage(1_000, (stage) =>
    told('Reading a history of a million states, by every filter and order', () => benchHistory(stage)),
  );
  return historyResults(cases);
}

/**
 * Where the importer's time goes: seconds by step, of four imports at once.
 * @param {Imports} single
 * @param {Imports} double
 */
function stepsTable(single, double) {
  const imports = { 'First import': single.first, 'Import again': single.again };
  const doubled = { 'First import, doubled': double.first, 'Import again, doubled': double.again };
  const steps = Object.keys(single.first.steps);
  const rows = Object.entries({ ...imports, ...doubled }).map(([title, { steps: spent, cpu, requests }]) => [
    title,
    ...steps.map((name) => (spent[name] ?? 0).toFixed(1)),
    cpu.toFixed(1),
    Object.values(requests).join(' / '),
  ]);
  return table(['Seconds of', ...steps, 'processor', 'requests by backend'], rows);
}

const seconds = (/** @type {number} */ value) => `${value.toFixed(1)} s`;
const mebibytes = (/** @type {number} */ value) => `${Math.round(value)} MiB`;
const times = (/** @type {number} */ value) => `${value.toFixed(2)} ×`;

/**
 * @param {Imports} single
 * @param {Imports} double
 * @returns {Result[]}
 */
function importResults(single, double) {
  const growth = (double.peak / single.peak - 1) * 100;
  return [
    wallResult('First import', single.first, { floor: 'fetch, parse, bulk write', bar: BARS.firstImport }),
    wallResult('Import again, nothing changed', single.again, {
      floor: 'fetch, parse',
      bar: BARS.importAgain,
    }),
    wallResult('First import, library doubled', double.first, {
      floor: 'fetch, parse, bulk write',
      bar: BARS.firstImport,
    }),
    wallResult('Import again, library doubled', double.again, {
      floor: 'fetch, parse',
      bar: BARS.importAgain,
    }),
    {
      name: 'Most memory of the importer',
      measured: mebibytes(single.peak),
      against: `${mebibytes(single.idle)} before`,
      value: single.peak,
      shown: mebibytes(single.peak),
      bar: BARS.memoryMiB,
    },
    {
      name: 'Most memory when the library doubles',
      measured: mebibytes(double.peak),
      against: mebibytes(single.peak),
      value: growth,
      shown: `${growth.toFixed(0)} %`,
      bar: BARS.growthPercent,
    },
  ];
}

/**
 * @param {string} name
 * @param {Imports['first']} measured
 * @param {{ floor: string, bar: Result['bar'] }} against
 * @returns {Result}
 */
function wallResult(name, measured, { floor, bar }) {
  const ratio = measured.seconds / measured.floor.seconds;
  return {
    name,
    measured: seconds(measured.seconds),
    against: `${seconds(measured.floor.seconds)} (${floor})`,
    value: ratio,
    shown: times(ratio),
    bar,
  };
}

/** @typedef {Awaited<ReturnType<typeof benchPush>>} Push */

/**
 * @param {{ push: Push, barePush: Push, statements: number }} measured
 * @returns {Result[]}
 */
const otherResults = ({ push, barePush, statements }) => [
  {
    name: 'Statements for a page, its run included',
    measured: statements.toFixed(1),
    against: '',
    value: statements,
    shown: statements.toFixed(1),
    bar: BARS.statements,
  },
  { ...pushResult(push), name: `Push, answers after ${LAN_MS} ms`, bar: BARS.push },
  { ...pushResult(barePush), name: 'Push, answers at once' },
];

/** @param {Push} push */
function pushResult({ writes, seconds: taken, floor }) {
  const share = floor.seconds / taken;
  return {
    measured: `${Math.round(writes / taken)} writes/s`,
    against: `${Math.round(writes / floor.seconds)} writes/s (the same calls bare, four at a time)`,
    value: share,
    shown: times(share),
  };
}
