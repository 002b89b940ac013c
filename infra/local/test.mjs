// @ts-check
// `npm test`: everything that must pass (contract.md 1). `--only unit,int` runs some stages.
import { parseArgs } from 'node:util';
import { installPackages } from './lib/install.mjs';
import { continueOnOwnNode } from './lib/own-node.mjs';
import { Refusal, runProgram } from './lib/refusal.mjs';

/** @param {readonly import('./lib/check/stage.mjs').Stage[]} stages */
function chosen(stages) {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
  if (!only) return stages;
  const names = only.split(',');
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown) {
    throw new Refusal(
      `There is no stage ${unknown}; the stages are ${stages.map(({ name }) => name).join(', ')}.`,
    );
  }
  return stages.filter(({ name }) => names.includes(name));
}

/** @param {import('./lib/check/stage.mjs').Stage} stage */
async function carryOut({ title, check }) {
  const { broken } = await import('./lib/check/stage.mjs');
  process.stdout.write(`\n▶ ${title}\n`);
  const since = performance.now();
  const result = await check().catch(broken);
  const seconds = ((performance.now() - since) / 1_000).toFixed(1);
  if (result.failed > 0) process.stdout.write(result.output);
  const { passed, failed } = result;
  process.stdout.write(
    `${failed === 0 ? '✔' : '✖'} ${title}: ${passed} passed, ${failed} failed (${seconds} s)\n`,
  );
  return result;
}

await runProgram(async () => {
  await installPackages();
  await continueOnOwnNode();
  const { stages } = await import('./lib/check/stages.mjs');
  const total = { passed: 0, failed: 0 };
  for (const stage of chosen(stages)) {
    const { passed, failed } = await carryOut(stage);
    total.passed += passed;
    total.failed += failed;
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  process.exit(total.failed === 0 ? 0 : 1);
});
