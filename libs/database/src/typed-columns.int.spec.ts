import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Stage } from './testing/stage.js';
import { TypedColumns } from './typed-columns.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const THINGS = new TypedColumns({ name: 'text', count: 'int', isGood: 'boolean', more: 'jsonb' });

interface Thing {
  readonly name: string | null;
  readonly count: number | null;
  readonly isGood: boolean;
  readonly more: unknown;
}

/** What Postgres makes of the rows, in their order. */
const readBack = (rows: readonly Thing[]) =>
  stage.rows(
    `SELECT $1::int + r.place::int AS place, r.name, r.count, r."isGood", r.more FROM ${THINGS.from('r', 2)} ORDER BY r.place`,
    [0, ...THINGS.parametersOf(rows)],
  );

it('reads the rows as they were, whatever their texts look like', async () => {
  // A text with a NUL cannot be stored at all.
  const text = fc.oneof(
    fc.constantFrom('', 'NULL', '{}', '{"a",b}', '\\', '"', '\\"', ' padded ', "it's", 'ü, ”ß“ 映画'),
    fc.string({ unit: 'grapheme' }).filter((some) => !some.includes('\0')),
  );
  const thing = fc.record({
    name: fc.option(text),
    count: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    isGood: fc.boolean(),
    more: fc.record({ words: fc.array(text), number: fc.option(fc.integer()), none: fc.constant({}) }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(thing, { maxLength: 20 }), async (rows) => {
      expect(await readBack(rows)).toEqual(rows.map((row, place) => ({ place, ...row })));
    }),
    { numRuns: 200 },
  );
});
