import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAST_SCENARIO, withTables } from './scenario-document.js';
import { findScenarioTests, numbersIn } from './scenario-tests.js';

const repository = resolve(import.meta.dirname, '../..');
const path = resolve(repository, 'docs/scenarios.md');
const tests = findScenarioTests(repository);

/** Still to come. */
const STILL_OPEN = [170, 171, 172];

describe('the numbered scenarios', () => {
  it('have a test each, whose name starts with the number', () => {
    const numbers = Array.from({ length: LAST_SCENARIO }, (_, index) => index + 1);
    const missing = numbers.filter((number) => !tests.has(number));
    expect(missing.filter((number) => !STILL_OPEN.includes(number))).toEqual([]);
  });

  it('are no others than those of the list', () => {
    expect([...tests.keys()].filter((number) => number < 1 || number > LAST_SCENARIO)).toEqual([]);
  });

  it('are listed in docs/scenarios.md with the files of their tests (vitest run -u infra/scenarios lists them anew)', async () => {
    await expect(await withTables(readFileSync(path, 'utf8'), path, tests)).toMatchFileSnapshot(path);
  });
});

describe('a number at the start of a name', () => {
  it.each([
    ["it('27. an unmark spreads', () => {});", [27]],
    ["it('38, 47. an unmark spreads', () => {});", [38, 47]],
    ["it.each([{ name: '5. a movie without ids' }])('$name', () => {});", [5]],
    ['it.each([1])(`12. a page of ${size}`, () => {});', [12]],
    ["it('an unmark spreads (scenario 27)', () => {});", []],
    ["it.skip('27. an unmark spreads', () => {});", []],
    ["describe.skip('later', () => { it('27. an unmark spreads', () => {}); });", []],
  ])('in %s counts for %j', (text, numbers) => {
    expect([...numbersIn('some.spec.ts', text)]).toEqual(numbers);
  });
});
