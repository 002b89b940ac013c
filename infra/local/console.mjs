#!/usr/bin/env node
// @ts-check
// `npx console <command>`: a thin client of the running system (cli.md).
import { connect, NoInstallation } from './console/connection.mjs';
import { backendList } from './console/backend-list.mjs';
import { dbInfo } from './console/db-info.mjs';
import { stateExport } from './console/state-export.mjs';
import { stateImport } from './console/state-import.mjs';
import { helpFor, listOf, readOptions, WrongUsage } from './console/usage.mjs';
import { version } from './console/version.mjs';
import { table } from './lib/table.mjs';

const commands = [version, backendList, stateImport, stateExport, dbInfo];

/**
 * @param {string} shape
 * @param {Awaited<ReturnType<import('./console/usage.mjs').Command['run']>>} result
 */
async function shaped(shape, { head, rows }) {
  if (shape === 'table') return table(head, rows);
  const records = rows.map((row) => Object.fromEntries(head.map((name, column) => [name, row[column]])));
  if (shape === 'json') return JSON.stringify(records, null, 2);
  return (await import('yaml')).stringify(records).trimEnd();
}

/**
 * @param {readonly string[]} args
 * @returns {{ command: import('./console/usage.mjs').Command | undefined, options: Record<string, any> }}
 */
function understand([name = '--help', ...args]) {
  const command = commands.find((one) => one.name === name);
  if (command) return { command, options: readOptions(args, command.options) };
  if (!name.startsWith('-')) throw new WrongUsage(`There is no command ${name}; console --help lists them.`);
  const options = readOptions([name, ...args], {});
  return { command: options.version ? version : undefined, options };
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the code to end with
 */
async function carryOut(args) {
  const { command, options } = understand(args);
  if (!command || options.help) {
    process.stdout.write(`${command ? helpFor(command) : listOf(commands)}\n`);
    return 0;
  }
  const note = (/** @type {string} */ text) => void (options.quiet || process.stderr.write(`${text}\n`));
  const result = await command.run({ api: connect, options, note });
  process.stdout.write(`${await shaped(options.output, result)}\n`);
  return result.code ?? 0;
}

/** @param {unknown} error @returns {number} */
function exitCodeOf(error) {
  if (error instanceof WrongUsage) return 2;
  return error instanceof NoInstallation ? 78 : 1;
}

try {
  process.exitCode = await carryOut(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitCodeOf(error);
}
