import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../../harness/index.js';

const UI = join(repository, 'ui');
/** The locale that stands for a translation everywhere; nobody speaks it. */
const LOCALE = 'en-XA';
const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ODD = 'áƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅßÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ';

interface Texts {
  readonly translations: Readonly<Record<string, string>>;
}

const odd = (text: string): string => text.replace(/[A-Za-z]/g, (letter) => ODD[PLAIN.indexOf(letter)] ?? '');

/** A text in letters that no keyboard has; its placeholders and the bones of a plural stay. */
export function pseudo(text: string): string {
  if (/^\{VAR_/.test(text)) return text.replace(/\{([^{}]*)\}/g, (_, words: string) => `{${odd(words)}}`);
  return text
    .split(/(\{\$[A-Za-z0-9_]+\})/)
    .map((part) => (part.startsWith('{$') ? part : odd(part)))
    .join('');
}

/** Builds the web interface in the pseudo locale. @returns the folder to serve */
export async function buildPseudoLocale(): Promise<string> {
  const { translations } = JSON.parse(readFileSync(join(UI, 'src/locale/messages.json'), 'utf8')) as Texts;
  const translated = Object.entries(translations).map(([id, text]) => [id, pseudo(text)]);
  mkdirSync(join(UI, 'dist'), { recursive: true });
  const file = { locale: LOCALE, translations: Object.fromEntries(translated) as object };
  writeFileSync(join(UI, 'dist', `${LOCALE}.json`), JSON.stringify(file));
  await promisify(execFile)('npm', ['run', '--silent', 'build', '--', '--configuration', 'pseudo'], {
    cwd: UI,
    env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
    maxBuffer: 2 ** 24,
  });
  return join(UI, 'dist/pseudo/browser');
}
