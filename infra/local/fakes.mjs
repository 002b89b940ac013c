// @ts-check
// `npm run fakes`: the fake media servers alone; see libs/testing/src/media-servers/README.md.
import { inRoot } from './lib/checkout.mjs';
import { prepareCheckout } from './lib/prepare.mjs';
import { runProgram } from './lib/refusal.mjs';

await runProgram(async () => {
  await prepareCheckout();
  await import(inRoot('dist/libs/testing/src/media-servers/run-fakes.js'));
});
