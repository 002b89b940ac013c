import type { CommandDescription, CommandOption } from '../../core/api/schema.gen.js';

export interface Suggestion {
  /** What stands in the line afterwards, in place of the last word. */
  readonly text: string;
  readonly about: string;
}

export interface CompletionSource {
  readonly commands: readonly CommandDescription[];
  readonly common: readonly CommandOption[];
  /** The names that an option's values are names of, by what it suggests: `backend`, `identity`. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

const MOST = 12;

/** What could stand in place of the last word of a line: a command, an option of it, or a value of that option. */
export function complete(line: string, source: CompletionSource): readonly Suggestion[] {
  const words = line.trimStart().split(/\s+/);
  const last = words.at(-1) ?? '';
  if (words.length <= 1) return commandsLike(last, source);
  const command = source.commands.find(({ name, aliases }) => [name, ...aliases].includes(words[0] ?? ''));
  if (!command) return [];
  const options = [...command.options, ...source.common];
  const before = optionOf(words.at(-2) ?? '', options);
  if (before && before.kind !== 'flag' && !last.startsWith('-')) return valuesLike(last, before, source);
  return last.startsWith('-') || last === '' ? optionsLike(last, options, words) : [];
}

function commandsLike(word: string, { commands }: CompletionSource): readonly Suggestion[] {
  if (word === '') return [];
  const fits = ({ name, aliases, summary }: CommandDescription) =>
    [name, ...aliases].some((one) => one.includes(word)) ||
    (word.length > 2 && summary.toLowerCase().includes(word.toLowerCase()));
  const starts = ({ name }: CommandDescription) => (name.startsWith(word) ? 0 : 1);
  return commands
    .filter(fits)
    .sort((a, b) => starts(a) - starts(b))
    .slice(0, MOST)
    .map(({ name, summary }) => ({ text: name, about: summary }));
}

const isText = (text: string | null): text is string => text !== null && text !== '';

const formsOf = ({ name, short }: CommandOption): readonly string[] =>
  [`--${name}`, short ? `-${short}` : null].filter(isText);

/** `-s`, `--select-backend`, or a bundle such as `-vs` whose last letter takes the value. */
const optionOf = (word: string, options: readonly CommandOption[]): CommandOption | undefined =>
  options.find((option) => formsOf(option).includes(word)) ??
  (/^-\w{2,}$/.test(word) ? options.find(({ short }) => short === word.at(-1)) : undefined);

const optionsLike = (
  word: string,
  options: readonly CommandOption[],
  words: readonly string[],
): readonly Suggestion[] =>
  options
    .filter((option) => option.kind === 'texts' || !formsOf(option).some((form) => words.includes(form)))
    .filter((option) => formsOf(option).some((form) => form.startsWith(word)))
    .slice(0, MOST)
    .map((option) => ({ text: `--${option.name}`, about: option.description }));

function valuesLike(word: string, option: CommandOption, { names }: CompletionSource): readonly Suggestion[] {
  const values = option.values ?? names[option.suggests ?? ''] ?? [];
  return values
    .filter((value) => value.startsWith(word))
    .slice(0, MOST)
    .map((value) => ({ text: value, about: option.description }));
}

/** The line with its last word replaced, ready for the next one. */
export const accept = (line: string, { text }: Suggestion): string => line.replace(/\S*$/, `${text} `);

/** What people paste from a guide for the shell: the part that is for the console. */
export const withoutShell = (line: string): string =>
  line
    .trim()
    .replace(/^\$?\s*(?:docker|podman)\s+exec\s+(?:-\S+\s+)*\S+\s+/, '')
    .replace(/^(?:npx\s+|\.\/)?console\s+(?=\S)/, '');

/** A part that still has to be filled in, such as `[backend]`. */
export const gapIn = (line: string): string | null => /\[[^\]\s][^\]]*\]/.exec(line)?.[0] ?? null;
