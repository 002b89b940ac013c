// @ts-check
import { parseArgs } from 'node:util';

/**
 * @typedef {import('node:util').ParseArgsConfig['options']} ArgOptions
 * @typedef {{ readonly text: string, readonly type?: 'boolean' | 'string', readonly short?: string, readonly multiple?: boolean, readonly default?: string }} Option
 *
 * @typedef {object} Context what a command gets to work with
 * @property {(identity?: string) => import('../lib/api-client.mjs').ApiClient} api
 * @property {Record<string, any>} options
 * @property {(text: string) => void} note a line for the person, on standard error, not in quiet mode
 *
 * @typedef {object} Command
 * @property {string} name
 * @property {string} summary
 * @property {Readonly<Record<string, Option>>} options beside those that every command has
 * @property {(context: Context) => Promise<{ head: readonly string[], rows: readonly (readonly (string | number)[])[], code?: number }>} run
 */

/** The command line cannot be understood (exit code 2, cli.md 1.3). */
export class WrongUsage extends Error {}

/** @type {Readonly<Record<string, Option>>} What every command accepts (cli.md 1.2). */
export const COMMON = {
  help: { text: 'Show this help', short: 'h' },
  quiet: { text: 'Print the result only', short: 'q' },
  version: { text: 'Show the version', short: 'V' },
  'no-interaction': { text: 'Never ask', short: 'n' },
  verbose: { text: 'Say more; up to three times', short: 'v', multiple: true },
  output: { text: 'Shape of the result: table, json or yaml', type: 'string', short: 'o', default: 'table' },
  user: { text: 'Identity', type: 'string', short: 'u' },
};

const SHAPES = ['table', 'json', 'yaml'];

/**
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, Option>>} own
 * @returns {Record<string, any>}
 */
export function readOptions(args, own) {
  const options = Object.fromEntries(
    Object.entries({ ...COMMON, ...own }).map(([name, { type = 'boolean', text: _text, ...rest }]) => [
      name,
      { type, ...rest },
    ]),
  );
  try {
    const { values } = parseArgs({ args: [...args], options: /** @type {ArgOptions} */ (options) });
    if (SHAPES.includes(String(/** @type {Record<string, unknown>} */ (values).output))) return values;
  } catch (error) {
    throw new WrongUsage(/** @type {Error} */ (error).message.split('\n')[0]);
  }
  throw new WrongUsage(`--output is one of ${SHAPES.join(', ')}`);
}

/** @param {Command} command */
export function helpFor({ name, summary, options }) {
  const lines = Object.entries({ ...options, ...COMMON }).map(([long, { short, type, text }]) => {
    const flag = `${short ? `-${short}, ` : '    '}--${long}${type === 'string' ? ' <value>' : ''}`;
    return `  ${flag.padEnd(32)}${text}`;
  });
  return [`${summary}.`, '', `Usage: console ${name} [options]`, '', ...lines].join('\n');
}

/** @param {readonly Command[]} commands */
export function listOf(commands) {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(20)}${summary}`);
  return [
    'Usage: console <command> [options]',
    '',
    ...lines,
    '',
    'console <command> --help tells its options.',
  ].join('\n');
}
