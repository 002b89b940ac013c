import { parseArgs, type ParseArgsConfig } from 'node:util';
import { WrongUsage } from './command-words.js';
import { type Argument, COMMON, type Option, type OptionSet, type Values } from './options.js';

/** An option's value is not possible (exit code 1, cli.md 1.3). */
export class WrongValue extends Error {}

/** How a command is to speak. */
export interface Manner {
  /** 0 warnings and worse, 1 notices, 2 information, 3 everything; -1 nothing but the result. */
  readonly verbosity: number;
  readonly shape: 'table' | 'json' | 'yaml';
  readonly isJsonl: boolean;
  readonly hasContext: boolean;
  readonly hasTrace: boolean;
  /** Null when nobody has said. */
  readonly hasColours: boolean | null;
  readonly logFile: string | null;
}

export interface Parsed<O extends OptionSet> {
  readonly options: Values<O>;
  readonly args: readonly string[];
  readonly manner: Manner;
  readonly isHelpAsked: boolean;
  /** What would be asked is agreed to. */
  readonly isAgreed: boolean;
}

interface Grammar<O extends OptionSet> {
  readonly options: O;
  readonly args: readonly Argument[];
}

/** Reads the words behind a command's name. Throws `WrongUsage` or `WrongValue`, with a message for the person. */
export function parseWords<O extends OptionSet>(words: readonly string[], grammar: Grammar<O>): Parsed<O> {
  const all: OptionSet = { ...COMMON, ...grammar.options };
  const { given, positionals, verbosity } = cut(words, all);
  const values = Object.fromEntries(
    Object.entries(all).map(([name, option]) => [name, valueOf(name, option, givenFor(name, given))]),
  );
  // The keys are those of the grammar, and `valueOf` gives each the type of its kind.
  const own = Object.fromEntries(
    Object.keys(grammar.options).map((name) => [name, values[name]]),
  ) as Values<O>;
  const isHelpAsked = values['help'] === true;
  if (!isHelpAsked) checkArguments(positionals, grammar.args);
  return {
    options: own,
    args: positionals,
    manner: mannerOf(values, verbosity, given),
    isHelpAsked,
    isAgreed: values['no-interaction'] === true,
  };
}

type Given = Readonly<Record<string, unknown>>;

/** `parseArgs` reads every `--no-x`, also one that is declared so and also by its letter, as an `x` that is false. */
const givenFor = (name: string, given: Given): unknown =>
  name.startsWith('no-') && given[name.slice(3)] === false ? true : given[name];

function cut(
  words: readonly string[],
  options: OptionSet,
): { readonly given: Given; readonly positionals: readonly string[]; readonly verbosity: number } {
  const config = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, shapeOf(option)]));
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...words],
      options: config,
      allowPositionals: true,
      allowNegative: true,
      tokens: true,
    });
    const verbosity = tokens.filter(
      ({ kind, ...token }) => kind === 'option' && 'name' in token && token.name === 'verbose',
    );
    return { given: values, positionals, verbosity: verbosity.length };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new WrongUsage(message.split(/\.\s|\n/)[0] ?? message);
  }
}

type Shape = NonNullable<ParseArgsConfig['options']>[string];

const shapeOf = (option: Option): Shape => ({
  type: option.kind === 'flag' ? 'boolean' : 'string',
  ...(option.short === undefined ? {} : { short: option.short }),
  ...(option.kind === 'texts' ? { multiple: true } : {}),
});

function valueOf(name: string, option: Option, given: unknown): unknown {
  switch (option.kind) {
    case 'flag':
      return given === true;
    case 'texts':
      return Array.isArray(given) ? given : [];
    case 'text':
      return given;
    case 'choice':
      return chosen(name, option.values, given);
    case 'number':
      return counted(name, option, given);
  }
}

function chosen(name: string, values: readonly string[], given: unknown): string | undefined {
  if (typeof given !== 'string') return undefined;
  if (values.includes(given)) return given;
  throw new WrongValue(`--${name} is one of ${values.join(', ')}, not ${given}.`);
}

function counted(
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
  given: unknown,
): number | undefined {
  if (typeof given !== 'string') return undefined;
  const value = Number(given);
  if (/^-?\d+$/.test(given) && value >= min && value <= max) return value;
  throw new WrongValue(`--${name} is a whole number from ${min} to ${max}, not ${given}.`);
}

function checkArguments(given: readonly string[], wanted: readonly Argument[]): void {
  const missing = wanted.find(({ isOptional }, index) => isOptional !== true && given[index] === undefined);
  if (missing) throw new WrongUsage(`The argument <${missing.name}> is missing: ${missing.about}.`);
  const hasRest = wanted.at(-1)?.isRest === true;
  const surplus = given[wanted.length];
  if (surplus !== undefined && !hasRest) throw new WrongUsage(`"${surplus}" is one argument too many.`);
}

function mannerOf(values: Given, counted: number, given: Given): Manner {
  const isDebug = values['debug'] === true;
  const loudness = isDebug ? 3 : Math.min(3, counted);
  const { output } = values;
  return {
    verbosity: values['quiet'] === true ? -1 : loudness,
    shape: output === 'json' || output === 'yaml' ? output : 'table',
    isJsonl: values['jsonl'] === true,
    hasContext: isDebug || values['context'] === true,
    hasTrace: isDebug || values['trace'] === true,
    hasColours: typeof given['ansi'] === 'boolean' ? given['ansi'] : null,
    logFile: typeof values['logfile'] === 'string' ? values['logfile'] : null,
  };
}
