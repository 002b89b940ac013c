import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

/** Where tests are, and the rows of their tables. */
const PLACES = ['{libs,services}/*/src/**/*.ts', 'e2e/**/*.ts'];

/** Numbers there belong to other lists: steps of a guide, traps of a server. */
const OTHER_LISTS = /^e2e\/ui\/|\btraps\b/;

const NUMBERED = /^(\d{1,3}(?:, \d{1,3})*)\. \S/;

/** Which files have a test whose name starts with a scenario's number, as `room: file`. */
export type ScenarioTests = ReadonlyMap<number, readonly string[]>;

export function findScenarioTests(repository: string): ScenarioTests {
  const found = new Map<number, Set<string>>();
  const files = PLACES.flatMap((place) => globSync(place, { cwd: repository }));
  for (const file of files.filter((path) => !OTHER_LISTS.test(path)).sort()) {
    const text = readFileSync(join(repository, file), 'utf8');
    for (const number of numbersIn(file, text))
      found.set(number, (found.get(number) ?? new Set()).add(labelOf(file)));
  }
  return new Map([...found].map(([number, labels]) => [number, [...labels]]));
}

/** A name stands in the call of `it` or in a row of its table, so every text of the file is looked at. */
export function numbersIn(file: string, text: string): ReadonlySet<number> {
  const numbers = new Set<number>();
  const visit = (node: ts.Node): void => {
    const name = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) ? node.text : '';
    const list = NUMBERED.exec(name)?.[1];
    for (const number of list?.split(', ') ?? []) numbers.add(Number(number));
    if (!isLeftOut(node)) ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return numbers;
}

/** `it.skip` and `it.todo` show nothing. */
const isLeftOut = (node: ts.Node): boolean =>
  ts.isCallExpression(node) && /^(it|test|describe)\.(skip|todo)\b/.test(node.expression.getText());

function labelOf(file: string): string {
  const [area = '', room = ''] = file.split('/');
  return `${area === 'e2e' ? area : room}: ${basename(file)}`;
}
