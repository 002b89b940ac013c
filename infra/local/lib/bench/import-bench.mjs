// @ts-check
import { Refusal } from '../refusal.mjs';
import { floorOf } from './floor.mjs';
import { forgetRequests, requestsOf } from './libraries.mjs';
import { importSteps, difference } from './import-steps.mjs';
import { cpuSeconds, peakMemory } from './process-use.mjs';
import { runAll, total, wallTime } from './runs.mjs';

/** @typedef {import('./stage.mjs').Stage} Stage */

/**
 * @param {Stage} stage
 * @param {'read' | 'read-and-write'} kind
 */
async function measured(stage, kind) {
  const importer = stage.pidOf('importer');
  await Promise.all(stage.accounts.map(forgetRequests));
  const before = cpuSeconds(importer);
  const stepsBefore = await importSteps(stage);
  const runs = await runAll(
    stage.api,
    'import',
    stage.accounts.map(({ name }) => name),
  );
  const cpu = (cpuSeconds(importer) ?? 0) - (before ?? 0);
  const steps = difference(await importSteps(stage), stepsBefore);
  const lines = await Promise.all(
    stage.accounts.map(async (account) => ({
      type: account.type,
      url: account.url,
      token: account.user.token,
      requests: (await requestsOf(account)).filter(({ method }) => method === 'GET'),
    })),
  );
  const floor = await floorOf({ kind, lines, databaseUrl: stage.databaseUrl });
  const items = runs.reduce((sum, { progress }) => sum + progress.done, 0);
  if (floor.rows !== items)
    throw new Refusal(
      `The floor read ${floor.rows} titles and the import ${items}; they cannot be compared.`,
    );
  const requests = Object.fromEntries(
    stage.accounts.map(({ name }, place) => [name, lines[place].requests.length]),
  );
  return { runs, seconds: wallTime(runs), cpu, floor, steps, requests };
}

/**
 * A first import of everything, then the same again with nothing changed.
 * @param {Stage} stage
 */
export async function benchImports(stage) {
  const idle = await peakMemory(stage.pidOf('importer'));
  const first = await measured(stage, 'read-and-write');
  const again = await measured(stage, 'read');
  const touched = total(again.runs, 'added') + total(again.runs, 'updated');
  if (touched > 0) throw new Refusal(`Nothing had changed, and the second import changed ${touched} titles.`);
  return { first, again, idle, peak: await peakMemory(stage.pidOf('importer')) };
}
