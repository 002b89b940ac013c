import { format, resolveConfig } from 'prettier';
import type { ScenarioTests } from './scenario-tests.js';

/** Last number of each chapter of the scenarios. */
const CHAPTERS = {
  A: 14,
  B: 26,
  C: 44,
  D: 54,
  E: 61,
  F: 80,
  G: 89,
  H: 104,
  I: 121,
  J: 135,
  K: 146,
  L: 157,
  M: 181,
};

export const LAST_SCENARIO = CHAPTERS.M;

/** The document with its tables made anew from the names of the tests; what else stands in it is left alone. */
export async function withTables(document: string, path: string, tests: ScenarioTests): Promise<string> {
  let first = 1;
  let text = document;
  for (const [chapter, last] of Object.entries(CHAPTERS)) {
    const table = new RegExp(`(^## ${chapter}\\. [^#]*?)^\\|[^#]*?(?=\\n\\n|\\n*$(?![\\s\\S]))`, 'm');
    text = text.replace(table, (_, before: string) => `${before}${tableOf(first, last, tests)}`);
    first = last + 1;
  }
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}

function tableOf(first: number, last: number, tests: ScenarioTests): string {
  const rows: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const labels = tests.get(number)?.map((label) => `\`${label}\``) ?? ['none'];
    rows.push(`| ${number} | ${labels.join(', ')} |`);
  }
  return ['| Number | Tests |', '| --- | --- |', ...rows].join('\n');
}
