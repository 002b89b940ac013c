import { describe, expect, it } from 'vitest';
import { forPeople } from './console-line.mjs';
import { table } from './table.mjs';

describe('a line of a service on the screen', () => {
  it('shows level, message and what varies', () => {
    const line = JSON.stringify({
      level: 'info',
      time: '2026-01-01T00:00:00Z',
      service: 'importer',
      process: 7,
      run: 'r1',
      counts: { added: 2 },
      message: 'import finished',
    });
    expect(forPeople(line)).toBe('INFO  import finished run=r1 counts={"added":2}');
  });

  it.each(['plain text', '{"half": ', '42', '{"level":"info"}'])('leaves %s as it is', (line) => {
    expect(forPeople(line)).toBe(line);
  });
});

describe('a table', () => {
  it('has a line between rows and columns as wide as their content', () => {
    const lines = [
      '┌──────┬───────┐',
      '│ Name │ Added │',
      '├──────┼───────┤',
      '│ plex │ 12    │',
      '└──────┴───────┘',
    ];
    expect(table(['Name', 'Added'], [['plex', 12]])).toBe(lines.join('\n'));
  });
});
