// @ts-check
import { existsSync } from 'node:fs';
import { inRoot, onPath } from '../checkout.mjs';
import { installSystemPackage } from '../package-manager.mjs';
import { Refusal } from '../refusal.mjs';
import { run } from '../run-command.mjs';
import { step } from '../step.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * A real Chromium for the tests of the user interface: on PATH, else by the package manager, else Playwright's own.
 * @returns {Promise<string>} the program
 */
export async function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given && existsSync(given)) return given;
  if (!onPath(...NAMES)) await installSystemPackage('chromium');
  const program = onPath(...NAMES) ?? (await downloadChromium());
  if (!program) {
    throw new Refusal(
      'The tests of the user interface need Chromium: install it (Debian: apt install chromium) or set CHROMIUM_PATH.',
    );
  }
  return program;
}

/** @returns {Promise<string | undefined>} */
async function downloadChromium() {
  const { chromium } = await import('playwright-core');
  const program = chromium.executablePath();
  if (existsSync(program)) return program;
  const done = step('Downloading Chromium');
  await run([process.execPath, inRoot('node_modules/playwright-core/cli.js'), 'install', 'chromium'], {
    quiet: true,
  });
  done();
  return existsSync(program) ? program : undefined;
}
