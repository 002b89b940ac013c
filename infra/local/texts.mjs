// @ts-check
// `npm run texts`: writes down what the web interface says, for translators.
import { writeFileSync } from 'node:fs';
import { installPackages } from './lib/install.mjs';
import { continueOnOwnNode } from './lib/own-node.mjs';
import { runProgram } from './lib/refusal.mjs';

await runProgram(async () => {
  await installPackages();
  await continueOnOwnNode();
  const { TEXTS_FILE, collectTexts } = await import('./lib/check/texts.mjs');
  writeFileSync(TEXTS_FILE, await collectTexts());
  process.stdout.write(`${TEXTS_FILE} is up to date.\n`);
});
