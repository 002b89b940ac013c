// @ts-check
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../checkout.mjs';
import { mustRun } from '../run-command.mjs';

/** All texts of the web interface in their source language, as translators get them. */
export const TEXTS_FILE = inRoot('ui/src/locale/messages.json');
const SHOWN = 5;

/** @param {string} file @returns {{ locale: string, translations: Record<string, string> }} */
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * The texts as the code has them now, in an order that does not depend on where they stand.
 * @returns {Promise<string>} what belongs into the file
 */
export async function collectTexts() {
  const folder = mkdtempSync(join(tmpdir(), 'watchstate-texts-'));
  try {
    await mustRun(['npm', 'run', '--silent', 'texts', '-w', 'ui', '--', '--output-path', folder], {
      what: 'Collecting the texts',
      quiet: true,
      env: { NG_CLI_ANALYTICS: 'false' },
    });
    const { locale, translations } = read(join(folder, 'messages.json'));
    // How a template is wrapped is no part of a text, nor of its id.
    const tidy = Object.entries(translations).map(([id, text]) => [id, text.replace(/\s+/g, ' ').trim()]);
    const sorted = tidy.sort(([a, one], [b, other]) =>
      one === other ? (a < b ? -1 : 1) : one < other ? -1 : 1,
    );
    return `${JSON.stringify({ locale, translations: Object.fromEntries(sorted) }, null, 2)}\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Record<string, string>} texts
 * @param {Record<string, string>} others
 */
const onlyIn = (texts, others) =>
  Object.entries(texts)
    .filter(([id, text]) => others[id] !== text)
    .map(([, text]) => text);

/**
 * @param {string} what
 * @param {readonly string[]} texts
 */
function lines(what, texts) {
  if (texts.length === 0) return '';
  return [`${texts.length} ${what}:`, ...texts.slice(0, SHOWN).map((text) => `  ${text}`), ''].join('\n');
}

/** @returns {Promise<import('./stage.mjs').Result>} whether the committed texts are those of the code */
export async function checkTexts() {
  const { translations: now } = JSON.parse(await collectTexts());
  const { translations: committed } = read(TEXTS_FILE);
  const output =
    lines('texts are missing in ui/src/locale/messages.json', onlyIn(now, committed)) +
    lines('texts there are no longer in the code', onlyIn(committed, now));
  const failed = output === '' ? 0 : 1;
  return { passed: 1 - failed, failed, output: output && `${output}Run: npm run texts\n` };
}
