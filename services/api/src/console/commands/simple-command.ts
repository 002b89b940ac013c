import { Injectable, type Type } from '@nestjs/common';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';
import type { Argument, OptionSet } from '../options.js';

interface Declaration<O extends OptionSet> {
  readonly name: string;
  readonly summary: string;
  readonly options: O;
  readonly args?: readonly Argument[];
  readonly aliases?: readonly string[];
  readonly examples?: readonly string[];
  readonly goesOn?: boolean;
  readonly question?: (wish: Wish<O>) => string | null;
  readonly run: (wish: Wish<O>, scene: Scene) => Promise<ExitCode>;
}

/** The class of a command that is a page of code at most: what it takes, and a function. */
export function command<O extends OptionSet>(declaration: Declaration<O>): Type<ConsoleCommand<O>> {
  @Injectable()
  class SimpleCommand extends ConsoleCommand<O> {
    readonly name = declaration.name;
    readonly summary = declaration.summary;
    readonly options = declaration.options;
    override readonly args = declaration.args ?? [];
    override readonly aliases = declaration.aliases ?? [];
    override readonly examples = declaration.examples ?? [];
    override readonly goesOn = declaration.goesOn ?? false;

    override question(wish: Wish<O>): string | null {
      return declaration.question?.(wish) ?? null;
    }

    run(wish: Wish<O>, scene: Scene): Promise<ExitCode> {
      return declaration.run(wish, scene);
    }
  }
  return SimpleCommand;
}
