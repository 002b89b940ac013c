/** A value that a pattern is tried with, and whether it came out as it should. */
export interface Trial {
  readonly value: string;
  readonly shouldFit: boolean;
  readonly isRight: boolean;
}

export interface Trials {
  /** Why the pattern cannot be tried; empty when it can. */
  readonly problem: string;
  readonly trials: readonly Trial[];
  /** Every value came out right, and there are some of both kinds. */
  readonly isProved: boolean;
}

export interface PatternDraft {
  readonly pattern: string;
  readonly example: string;
  /** One value a line. */
  readonly valid: string;
  readonly invalid: string;
}

/** What the API does not take: it could need very long for some values. */
const REFUSED = /\(\?[=!<]|\\[1-9]/;
const WITH_FLAGS = /^\/(?<body>.*)\/(?<flags>[a-z]*)$/s;

export const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

function compiled(pattern: string): RegExp | string {
  if (!pattern) return $localize`Enter a pattern.`;
  if (REFUSED.test(pattern)) return $localize`Look-around and back references are not possible.`;
  const { body = pattern, flags = '' } = WITH_FLAGS.exec(pattern)?.groups ?? {};
  try {
    return new RegExp(body, flags.replaceAll('g', ''));
  } catch {
    return $localize`This is not a regular expression.`;
  }
}

/** Tries a pattern here, while it is typed; the API proves it again when it is added. */
export function tryPattern({ pattern, example, valid, invalid }: PatternDraft): Trials {
  const expression = compiled(pattern.trim());
  if (typeof expression === 'string') return { problem: expression, trials: [], isProved: false };
  const trial =
    (shouldFit: boolean) =>
    (value: string): Trial => ({ value, shouldFit, isRight: expression.test(value) === shouldFit });
  const good = [...new Set([...linesOf(example), ...linesOf(valid)])].map(trial(true));
  const bad = linesOf(invalid).map(trial(false));
  const trials = [...good, ...bad];
  const hasBoth = linesOf(valid).length > 0 && bad.length > 0 && example.trim() !== '';
  return { problem: '', trials, isProved: hasBoth && trials.every(({ isRight }) => isRight) };
}
