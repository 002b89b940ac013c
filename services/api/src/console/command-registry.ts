import { Inject, Injectable } from '@nestjs/common';
import { distance } from 'fastest-levenshtein';
import { WrongUsage } from './command-words.js';
import { type AnyCommand } from './console-command.js';

/** Injection token: every command there is. */
export const COMMANDS = Symbol('COMMANDS');

/** Knows every command by name. */
@Injectable()
export class CommandRegistry {
  private readonly byName: ReadonlyMap<string, AnyCommand>;

  constructor(@Inject(COMMANDS) readonly commands: readonly AnyCommand[]) {
    this.byName = new Map(
      commands.flatMap((command) =>
        [command.name, ...command.aliases].map((name) => [name, command] as const),
      ),
    );
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Throws `WrongUsage`, with the name that may have been meant. */
  find(name: string): AnyCommand {
    const found = this.byName.get(name);
    if (found) return found;
    const near = this.nearest(name);
    throw new WrongUsage(
      `There is no command ${name}${near === null ? '; console list shows them all.' : `; did you mean ${near}?`}`,
    );
  }

  private nearest(name: string): string | null {
    const [best] = [...this.byName.keys()]
      .map((known) => [known, distance(known, name)] as const)
      .sort(([, a], [, b]) => a - b);
    return best && best[1] <= Math.max(2, name.length / 3) ? best[0] : null;
  }
}
