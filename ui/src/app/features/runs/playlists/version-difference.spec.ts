import { describe, expect, it } from 'vitest';
import { differenceOf } from './version-difference.js';

const list = (title: string, ...entries: readonly (readonly [number | null, string])[]) => ({
  title,
  entries: entries.map(([item_id, name]) => ({ item_id, title: name })),
});
const TIDE = [1, 'The Long Tide'] as const;
const PIER = [2, 'Old Pier'] as const;

describe('what a change does to a playlist', () => {
  it('tells what is added and what goes, and counts doubles', () => {
    const found = differenceOf({ before: list('Friday', TIDE, TIDE), after: list('Friday', PIER, TIDE) });
    expect(found).toEqual({
      added: ['Old Pier'],
      gone: ['The Long Tide'],
      oldTitle: null,
      isReordered: false,
    });
  });

  it('knows an item by its id, whatever a server calls it', () => {
    const found = differenceOf({ before: list('Friday', [1, 'Tide']), after: list('Friday', TIDE) });
    expect(found).toMatchObject({ added: [], gone: [], isReordered: false });
  });

  it('tells another order and another title', () => {
    const found = differenceOf({ before: list('Friday', TIDE, PIER), after: list('Saturday', PIER, TIDE) });
    expect(found).toEqual({ added: [], gone: [], oldTitle: 'Friday', isReordered: true });
  });

  it('of a deletion is that everything goes', () => {
    const found = differenceOf({ before: list('Friday', TIDE, PIER), after: null });
    expect(found).toMatchObject({ added: [], gone: ['The Long Tide', 'Old Pier'], oldTitle: null });
  });
});
