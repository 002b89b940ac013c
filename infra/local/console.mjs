#!/usr/bin/env node
// @ts-check
// `npx console <command>`: a thin client of the running system (cli.md). The commands themselves are in the api service.
import { createInterface } from 'node:readline/promises';
import { apiKey } from './console/api-key.mjs';
import { completionScript } from './console/completion.mjs';
import { Connection, NoInstallation } from './console/connection.mjs';
import { dbInfo } from './console/db-info.mjs';
import { follow } from './console/follow.mjs';
import { plexAccessToken } from './console/plex-access-token.mjs';
import { quoted } from './console/quoted.mjs';

const CANCELLED = 130;

/** What no command of the service does: it is in the data folder, or nothing that a service should keep the output of.
 * @type {Readonly<Record<string, (args: readonly string[]) => string | Promise<string>>>} */
const LOCAL = {
  'system:apikey': apiKey,
  'db:info': dbInfo,
  'plex:accesstoken': plexAccessToken,
  completion: completionScript,
  _complete: suggestions,
};

/** How a line goes on, for the completion of a shell. @param {readonly string[]} args */
async function suggestions([line = '']) {
  const answer = await Connection.open().call(
    'GET',
    `system/command/suggest?line=${encodeURIComponent(line)}`,
    {},
  );
  const { items = [] } = /** @type {any} */ (await answer.json());
  const local = Object.keys(LOCAL).filter((name) => !name.startsWith('_') && name.startsWith(line));
  return [...items, ...(/\s/.test(line) ? [] : local)].join('\n');
}

/** @param {readonly string[]} args @returns {Promise<number>} the code to end with */
async function carryOut(args) {
  const [name = 'list', ...rest] = args;
  const local = Object.hasOwn(LOCAL, name) ? LOCAL[name] : undefined;
  if (local && !rest.includes('--help') && !rest.includes('-h')) {
    process.stdout.write(`${await local(rest)}\n`);
    return 0;
  }
  const connection = Connection.open();
  const end = await run(connection, [name, ...rest]);
  if (end.asks === null || !process.stdin.isTTY) return end.code;
  return (await agrees()) ? (await run(connection, [name, ...rest, '--no-interaction'])).code : end.code;
}

/**
 * Orders the command and prints what it prints, as it prints it.
 * @param {Connection} connection
 * @param {readonly string[]} words
 */
async function run(connection, words) {
  const hasColours = process.stdout.isTTY === true && !process.env.NO_COLOR;
  const token = await connection.order(words.map(quoted).join(' '), hasColours);
  const cancel = () => void connection.cancel(token).catch(() => process.exit(CANCELLED));
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  try {
    return await follow(connection, token);
  } finally {
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}

async function agrees() {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Go on? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

try {
  process.exitCode = await carryOut(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof NoInstallation ? 78 : 1;
}
