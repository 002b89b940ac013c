/** How an option or argument may be suggested: what its values are names of. */
export type Suggests = 'backend' | 'identity' | 'task' | 'run' | 'event' | 'file' | 'setting';

interface About {
  readonly short?: string;
  readonly about: string;
  readonly suggests?: Suggests;
}

export type Option =
  | (About & { readonly kind: 'flag' })
  | (About & { readonly kind: 'text'; readonly secret?: boolean })
  | (About & { readonly kind: 'texts' })
  | (About & { readonly kind: 'choice'; readonly values: readonly string[] })
  | (About & { readonly kind: 'number'; readonly min: number; readonly max: number });

/** By long name. Declared once: parsing, checks, help, completion and the documentation come from it. */
export type OptionSet = Readonly<Record<string, Option>>;

export interface Argument {
  readonly name: string;
  readonly about: string;
  readonly isOptional?: boolean;
  /** Takes all that follows. */
  readonly isRest?: boolean;
  readonly secret?: boolean;
  readonly suggests?: Suggests;
}

type ValueOf<O extends Option> = O['kind'] extends 'flag'
  ? boolean
  : O['kind'] extends 'texts'
    ? readonly string[]
    : O['kind'] extends 'number'
      ? number | undefined
      : string | undefined;

/** What a command gets of its options: flags are false and lists empty when they were not given. */
export type Values<O extends OptionSet> = { readonly [Name in keyof O]: ValueOf<O[Name]> };

type Rest = Omit<About, 'about' | 'short'>;

export const flag = (short: string, about: string) => ({ kind: 'flag', ...named(short), about }) as const;
export const text = (short: string, about: string, rest: Rest & { readonly secret?: boolean } = {}) =>
  ({ kind: 'text', ...named(short), about, ...rest }) as const;
export const texts = (short: string, about: string, rest: Rest = {}) =>
  ({ kind: 'texts', ...named(short), about, ...rest }) as const;
export const choice = (short: string, about: string, values: readonly string[]) =>
  ({ kind: 'choice', ...named(short), about, values }) as const;
export const number = (
  short: string,
  about: string,
  { min = 0, max = 1_000_000_000 }: { readonly min?: number; readonly max?: number } = {},
) => ({ kind: 'number', ...named(short), about, min, max }) as const;

const named = (short: string): { readonly short?: string } => (short === '' ? {} : { short });

/** The same on many commands. */
export const USER = text('u', 'The identity', { suggests: 'identity' });
export const BACKEND = text('s', 'The backend', { suggests: 'backend' });
export const BACKENDS = texts('s', 'Only this backend; may be repeated', { suggests: 'backend' });

/** What every command accepts (cli.md 1.2). */
export const COMMON = {
  help: flag('h', 'Show this help'),
  quiet: flag('q', 'Print the result only'),
  verbose: flag('v', 'Say more: -v notices, -vv information, -vvv everything'),
  'no-interaction': flag('n', 'Never ask; what would be asked is agreed to'),
  output: choice('o', 'Shape of the result', ['table', 'json', 'yaml']),
  ansi: flag('', 'Colours in any case; --no-ansi for none'),
  jsonl: flag('', 'Log lines as JSON'),
  context: flag('', 'Fields behind each log line; --no-context for none'),
  trace: flag('', 'Show where an error arose'),
  debug: flag('', 'The same as -vvv --context --trace'),
  logfile: text('', 'Write what is printed into this file of the log folder, too'),
} satisfies OptionSet;
