import { expect, it } from 'vitest';
import { listSentence } from './list-sentences.js';

type Change = Parameters<typeof listSentence>[0];

const CHANGE: Change = {
  ...{ title: 'Friday', backend: 'attic', action: 'replace', rule: 'newer-elsewhere' },
  ...{ status: 'written', reason: null },
};

it.each<readonly [Change, string]>([
  [CHANGE, '“Friday” on attic was updated: another backend has a newer version.'],
  [
    { ...CHANGE, status: 'planned', action: 'create', rule: 'missing-there' },
    '“Friday” on attic is to be created: it was not there.',
  ],
  [
    { ...CHANGE, status: 'failed', reason: 'unconfirmed' },
    '“Friday” on attic was not updated: the server said yes and did something else.',
  ],
  [{ ...CHANGE, status: 'failed', reason: 'forbidden' }, '“Friday” on attic was not updated: forbidden.'],
  [{ ...CHANGE, status: 'making' }, '“Friday” on attic is being updated.'],
  [
    { ...CHANGE, status: 'rejected' },
    '“Friday” on attic was not updated: a person, or a newer run, said otherwise.',
  ],
])('says what became of a list: %#', (change, sentence) => {
  expect(listSentence(change)).toBe(sentence);
});
