// @ts-check
import { build } from './build.mjs';
import { installPackages } from './install.mjs';
import { continueOnOwnNode } from './own-node.mjs';

/** Packages, the right Node, a current build: what every command needs first. */
export async function prepareCheckout() {
  await installPackages();
  await continueOnOwnNode();
  await build();
}
