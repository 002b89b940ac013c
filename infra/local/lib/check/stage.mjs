// @ts-check
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../run-command.mjs';

/**
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {string} output shown when something failed
 */

/**
 * @typedef {object} Stage
 * @property {string} name for `--only`
 * @property {string} title
 * @property {() => Promise<Result>} check
 */

/**
 * A check that says yes or no as a whole: commands that all have to succeed.
 * @param {readonly (readonly string[])[]} commands
 * @returns {Promise<Result>}
 */
export async function verdict(commands) {
  let output = '';
  let failed = 0;
  for (const command of commands) {
    const outcome = await run(command, { quiet: true });
    if (outcome.code === 0) continue;
    failed = 1;
    output += outcome.output;
  }
  return { passed: 1 - failed, failed, output };
}

/**
 * A test runner that writes vitest's JSON report; its tests are counted one by one.
 * @param {(report: string) => readonly string[]} command given the file to write
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Result>}
 */
export async function countedTests(command, env) {
  const folder = mkdtempSync(join(tmpdir(), 'watchstate-report-'));
  const report = join(folder, 'report.json');
  try {
    const { code, output } = await run(command(report), { quiet: true, env });
    const { passed, failed } = count(report);
    // Something outside of the tests went wrong: a set-up, or an error that nobody caught.
    const beside = code !== 0 && failed === 0 ? 1 : 0;
    return { passed, failed: failed + beside, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} report */
function count(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  /** @type {{ status: string, assertionResults: unknown[] }[]} */
  const files = testResults;
  const unloadable = files.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + unloadable.length };
}

/**
 * @param {unknown} error
 * @returns {Result}
 */
export function broken(error) {
  return { passed: 0, failed: 1, output: `${error instanceof Error ? error.message : String(error)}\n` };
}
