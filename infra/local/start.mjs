// @ts-check
// `npm start`: the whole system without Docker, in the foreground (contract.md 1).
import { dataPathOf, DataFolder } from './lib/data-folder.mjs';
import { prepareCheckout } from './lib/prepare.mjs';
import { runProgram } from './lib/refusal.mjs';

await runProgram(async () => {
  await prepareCheckout();
  const { System } = await import('./lib/system.mjs');
  const { runInForeground } = await import('./lib/run-system.mjs');
  await runInForeground(new System(new DataFolder(dataPathOf(process.env)), process.env));
  process.exit(0);
});
