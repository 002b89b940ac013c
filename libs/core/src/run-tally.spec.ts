import { describe, expect, it } from 'vitest';
import { addTallies, skipReasons, typeCounts, warnings } from './run-tally.js';

const tally = addTallies(
  { 'movie.added': 2, 'skipped.no-guid': 1, 'skipped.quarantined': 1 },
  { 'movie.added': 3, 'episode.failed': 1, 'skipped.no-guid': 1, 'warned.out-of-step': 4 },
);

describe('the tally of a run', () => {
  it('adds up key by key', () => {
    expect(typeCounts(tally, 'movie')).toEqual({ added: 5, updated: 0, failed: 0 });
    expect(typeCounts(tally, 'episode')).toEqual({ added: 0, updated: 0, failed: 1 });
    expect(addTallies()).toEqual({});
  });

  it('tells why items were skipped, the most frequent reason first', () => {
    expect(Object.entries(skipReasons(tally))).toEqual([
      ['no-guid', 2],
      ['quarantined', 1],
    ]);
    expect(skipReasons({})).toEqual({});
  });

  it('tells what a person should look at', () => {
    expect(warnings(tally)).toEqual({ 'out-of-step': 4 });
  });
});
