import type { AnyCommand } from './console-command.js';
import { COMMON, type Option, type OptionSet } from './options.js';

const WIDTH = 34;

/** The help of one command. */
export function helpFor(command: AnyCommand): readonly string[] {
  const { name, summary, args, options, examples, aliases } = command;
  return [
    `${summary}.`,
    '',
    `Usage: console ${usageOf(command)}`,
    ...(aliases.length > 0 ? [`Also: ${aliases.join(', ')}`] : []),
    ...section(
      'Arguments',
      args.map(({ name: word, about }) => row(`<${word}>`, about)),
    ),
    ...section('Options', optionRows(options)),
    ...section('Common options', optionRows(COMMON)),
    ...section(
      'Examples',
      examples.map((example) => `  console ${name} ${example}`.trimEnd()),
    ),
  ];
}

export const usageOf = ({ name, args }: AnyCommand): string =>
  [
    name,
    ...args.map(({ name: word, isOptional = false, isRest = false }) => {
      const shown = isRest ? `${word}…` : word;
      return isOptional ? `[${shown}]` : `<${shown}>`;
    }),
    '[options]',
  ].join(' ');

/** Every command with its summary, by the word before the colon. */
export function listOf(commands: readonly AnyCommand[]): readonly string[] {
  const sorted = [...commands].sort((a, b) => a.name.localeCompare(b.name));
  return [
    'Usage: console <command> [options]',
    '',
    ...sorted.map(({ name, summary }) => row(name, summary)),
    '',
    'console <command> --help tells what a command takes.',
  ];
}

const optionRows = (options: OptionSet): string[] =>
  Object.entries(options).map(([name, option]) => row(spelling(name, option), aboutOf(option)));

export const spelling = (name: string, option: Option): string => {
  const short = option.short === undefined ? '' : `-${option.short}, `;
  return `${short}--${name}${option.kind === 'flag' ? '' : ` <${wordFor(option)}>`}`;
};

export const aboutOf = (option: Option): string =>
  option.kind === 'choice' ? `${option.about}: ${option.values.join(', ')}` : option.about;

const wordFor = (option: Option): string =>
  option.kind === 'number' ? 'number' : (option.suggests ?? 'value');

const row = (left: string, right: string): string =>
  left.length < WIDTH - 2 ? `  ${left.padEnd(WIDTH - 2)}${right}` : `  ${left}\n${' '.repeat(WIDTH)}${right}`;

const section = (title: string, rows: readonly string[]): string[] =>
  rows.length === 0 ? [] : ['', `${title}:`, ...rows];
