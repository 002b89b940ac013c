// @ts-check
// `npm run build`: services into dist, the user interface into ui/dist; only what has changed.
import { prepareCheckout } from './lib/prepare.mjs';
import { runProgram } from './lib/refusal.mjs';

await runProgram(prepareCheckout);
