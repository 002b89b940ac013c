import { describe, expect, it } from 'vitest';
import { boxTable, importEndLine, importEndTable } from './import-report.js';

describe('the end of an import', () => {
  it('is told in one line for each person', () => {
    expect(importEndLine({ identity: 'main', requests: 42 }, 3.25)).toBe(
      "SYSTEM: Completed '42' requests in '3.250's for 'main' backends.",
    );
  });

  it('is a table of movies and episodes over all backends', () => {
    const ended = [
      { tally: { 'movie.added': 12, 'movie.failed': 1, 'episode.updated': 3, 'skipped.no-guid': 1 } },
      { tally: { 'movie.added': 1_000, 'episode.added': 5 } },
    ];

    expect(importEndTable(ended)).toBe(
      [
        '┌─────────┬───────┬─────────┬────────┐',
        '│ Type    │ Added │ Updated │ Failed │',
        '├─────────┼───────┼─────────┼────────┤',
        '│ Movie   │ 1012  │ 0       │ 1      │',
        '├─────────┼───────┼─────────┼────────┤',
        '│ Episode │ 5     │ 3       │ 0      │',
        '└─────────┴───────┴─────────┴────────┘',
      ].join('\n'),
    );
  });

  it('is a table of zeros when nothing was imported', () => {
    expect(importEndTable([])).toContain('│ Movie   │ 0     │ 0       │ 0      │');
  });

  it('fills up rows that are shorter than others', () => {
    expect(boxTable([['a', 'bb'], ['ccc']])).toBe(
      ['┌─────┬────┐', '│ a   │ bb │', '├─────┼────┤', '│ ccc │    │', '└─────┴────┘'].join('\n'),
    );
  });
});
