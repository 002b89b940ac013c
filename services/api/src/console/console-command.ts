import type { ApiCaller } from './api-caller.js';
import { type Parsed, parseWords } from './command-parser.js';
import type { Argument, OptionSet, Values } from './options.js';
import type { Printer } from './printer.js';

/** What a command works with. */
export interface Scene {
  readonly printer: Printer;
  readonly api: ApiCaller;
  /** For what has to be put right after the signal was aborted. */
  readonly afterwards: ApiCaller;
  /** Aborted when somebody cancels, the time is over, or the process leaves. */
  readonly signal: AbortSignal;
  /** 1 for the first; more after the process that carried it out died. */
  readonly attempt: number;
}

export interface Wish<O extends OptionSet> {
  readonly options: Values<O>;
  readonly args: readonly string[];
}

/** A command ends with this code: 0 done, 1 failed, 2 nothing found where that matters (cli.md 1.3). */
export type ExitCode = number;

/** One command of the console: a name, what it takes, and what it does. */
export abstract class ConsoleCommand<O extends OptionSet = OptionSet> {
  abstract readonly name: string;
  /** A sentence without a full stop. */
  abstract readonly summary: string;
  abstract readonly options: O;
  readonly args: readonly Argument[] = [];
  readonly examples: readonly string[] = [];
  /** Other names that it answers to. */
  readonly aliases: readonly string[] = [];

  parse(words: readonly string[]): Parsed<O> {
    return parseWords(words, { options: this.options, args: this.args });
  }

  /** Whether it may be carried out once more after the process died half-way through it; else it counts as failed. */
  readonly goesOn: boolean = false;

  /** What a person has to agree to first; null when it can go on. */
  question(_wish: Wish<O>): string | null {
    return null;
  }

  abstract run(wish: Wish<O>, scene: Scene): Promise<ExitCode>;
}

/** Any command, whatever it takes. */
export interface AnyCommand extends Pick<
  ConsoleCommand,
  'name' | 'summary' | 'options' | 'args' | 'examples' | 'aliases' | 'goesOn'
> {
  /** Reads the words and gives what is needed to go on with them. */
  prepare(words: readonly string[]): Prepared;
}

export interface Prepared {
  readonly parsed: Parsed<OptionSet>;
  readonly question: string | null;
  run(scene: Scene): Promise<ExitCode>;
}

/** Keeps a command and the options that it declared together. */
export const registered = <O extends OptionSet>(command: ConsoleCommand<O>): AnyCommand => ({
  name: command.name,
  summary: command.summary,
  options: command.options,
  args: command.args,
  examples: command.examples,
  aliases: command.aliases,
  goesOn: command.goesOn,
  prepare: (words) => {
    const parsed = command.parse(words);
    return {
      parsed,
      question: parsed.isHelpAsked ? null : command.question(parsed),
      run: (scene) => command.run(parsed, scene),
    };
  },
});
