import { describe, expect, it } from 'vitest';
import { type CompletionSource, accept, complete, gapIn, withoutShell } from './completion.js';

const option = (name: string, part: object = {}) => ({
  name,
  short: null,
  description: `the ${name}`,
  kind: 'flag',
  values: null,
  suggests: null,
  ...part,
});
const command = (name: string, part: object = {}) => ({
  name,
  summary: `does ${name}`,
  usage: name,
  aliases: [],
  examples: [],
  options: [],
  ...part,
});
const source: CompletionSource = {
  commands: [
    command('backend:list'),
    command('state:export', {
      summary: 'Sends play states',
      options: [
        option('force-full', { short: 'f' }),
        option('select-backend', { short: 's', kind: 'texts', suggests: 'backend' }),
        option('output', { kind: 'choice', values: ['table', 'json'] }),
      ],
    }),
  ],
  common: [option('verbose', { short: 'v' })],
  names: { backend: ['den_plex', 'attic'] },
};
const texts = (line: string) => complete(line, source).map(({ text }) => text);

describe('the completion of a command', () => {
  it.each([
    ['', []],
    ['ex', ['state:export']],
    ['sends', ['state:export']],
    ['list', ['backend:list']],
    ['state:export -', ['--force-full', '--select-backend', '--output', '--verbose']],
    ['state:export -f --', ['--select-backend', '--output', '--verbose']],
    ['state:export -s ', ['den_plex', 'attic']],
    ['state:export -s at', ['attic']],
    ['state:export -fs d', ['den_plex']],
    ['state:export --output j', ['json']],
    ['nobody:knows -', []],
  ])('proposes for "%s": %j', (line, expected) => {
    expect(texts(line)).toEqual(expected);
  });

  it('replaces the last word alone', () => {
    expect(accept('state:export -s de', { text: 'den_plex', about: '' })).toBe('state:export -s den_plex ');
  });
});

describe('a pasted line', () => {
  it.each([
    ['docker exec -ti watchstate console state:import -v', 'state:import -v'],
    ['$ docker exec watchstate console version', 'version'],
    ['console version', 'version'],
    ['npx console version', 'version'],
    ['state:export -fi', 'state:export -fi'],
  ])('loses the part for the shell: %s', (line, expected) => {
    expect(withoutShell(line)).toBe(expected);
  });

  it('shows what is still to be filled in', () => {
    expect(gapIn('state:export -s [backend]')).toBe('[backend]');
    expect(gapIn('state:export -s den')).toBeNull();
  });
});
