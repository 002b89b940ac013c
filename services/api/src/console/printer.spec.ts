import { describe, expect, it } from 'vitest';
import { parseWords } from './command-parser.js';
import { drawn, Printer, type PrintedLine } from './printer.js';

function printed(
  words: readonly string[],
  work: (printer: Printer) => void,
  hasColours = false,
): PrintedLine[] {
  const lines: PrintedLine[] = [];
  const { manner } = parseWords(words, { options: {}, args: [] });
  work(new Printer({ manner, hasColours, zone: 'UTC', take: (line) => lines.push(line) }));
  return lines;
}
const all = (printer: Printer): void => {
  printer.warning('w');
  printer.notice('n', { backend: 'attic' });
  printer.info('i');
  printer.debug('d');
};
const textOf = (lines: readonly PrintedLine[]): string => lines.map(({ text }) => text).join('\n');

describe('the table', () => {
  it('has box characters and a line between rows', () => {
    expect(
      drawn(
        ['Type', 'Added'],
        [
          ['Movie', 2],
          ['Episode', 10],
        ],
      ),
    ).toBe(
      [
        '┌─────────┬───────┐',
        '│ Type    │ Added │',
        '├─────────┼───────┤',
        '│ Movie   │ 2     │',
        '├─────────┼───────┤',
        '│ Episode │ 10    │',
        '└─────────┴───────┘',
      ].join('\n'),
    );
  });

  it('is data where data is asked for', () => {
    const show = (printer: Printer): void =>
      printer.table({ name: 'Name', on: 'On' }, [{ name: 'x', on: true }]);
    expect(JSON.parse(textOf(printed(['-o', 'json'], show)))).toEqual([{ name: 'x', on: true }]);
    expect(textOf(printed(['-o', 'yaml'], show))).toBe('- name: x\n  on: true');
    expect(textOf(printed([], show))).toContain('│ x    │ yes │');
  });
});

describe('log lines', () => {
  it.each([
    [[], ['w']],
    [['-v'], ['w', 'n']],
    [['-vv'], ['w', 'n', 'i']],
    [['-vvv'], ['w', 'n', 'i', 'd']],
    [['-q'], []],
  ])('are as loud as was asked for: %s', (words, messages) => {
    const lines = printed(words, all);
    expect(lines.map(({ stream }) => stream)).toEqual(messages.map(() => 'err'));
    expect(lines.map(({ text }) => text.split(': ').at(-1))).toEqual(messages);
  });

  it('have the form that people know', () => {
    expect(textOf(printed(['-v'], (printer) => printer.notice('Done.')))).toMatch(
      /^\[\d\d\/\d\d \d\d:\d\d:\d\d\]: NOTICE: Done\.$/,
    );
  });

  it('are marked where the log of tasks has them already, and only there', () => {
    const lines = printed(['-v'], (printer) => {
      printer.notice('before');
      printer.knownToTaskLog(() => printer.headline('the end'));
      printer.notice('after');
    });
    expect(lines.map(({ isInTaskLog }) => isInTaskLog)).toEqual([undefined, true, undefined]);
  });

  it('may be JSON, carry fields, have colours, and go among the results', () => {
    expect(
      JSON.parse(textOf(printed(['-v', '--jsonl'], (printer) => printer.notice('n', { id: 7 })))),
    ).toMatchObject({
      level: 'NOTICE',
      message: 'n',
      id: 7,
    });
    expect(textOf(printed(['-v', '--context'], all))).toContain('{"backend":"attic"}');
    expect(textOf(printed([], all, true))).toContain('\u001b[33mWARNING\u001b[0m');
    const [line] = printed(['-v'], (printer) => {
      printer.redirectsLog = true;
      printer.showsMemory = true;
      printer.notice('n');
    });
    expect(line).toMatchObject({ stream: 'out', text: expect.stringMatching(/n \[\d+ MiB\]$/) });
  });

  it('never hold a secret', () => {
    const lines = printed(['-v', '--context'], (printer) =>
      printer.notice('GET http://x.example/a?X-Plex-Token=hidden', { token: 'hidden' }),
    );
    expect(textOf(lines)).not.toContain('hidden');
  });
});
