import { Injectable } from '@nestjs/common';
import { BackupShelf } from '#libs/archive';
import { Backends, Identities } from '#libs/database';
import { DataFolder, SettingsReader } from '#libs/runtime';
import { TaskCatalogue } from '../tasks/task-catalogue.js';
import { CommandRegistry } from './command-registry.js';
import type { AnyCommand } from './console-command.js';
import { COMMON, type Option, type Suggests } from './options.js';

const MOST = 200;

/** Says how a line that somebody is typing may go on (F451): commands, options, and names of what there is. */
@Injectable()
export class CommandSuggester {
  private readonly shelf: BackupShelf;

  constructor(
    private readonly commands: CommandRegistry,
    private readonly identities: Identities,
    private readonly backends: Backends,
    private readonly tasks: TaskCatalogue,
    private readonly settings: SettingsReader,
    folder: DataFolder,
  ) {
    this.shelf = new BackupShelf(folder.backup);
  }

  /** What can stand in place of the last word, which may be empty; the words before it are as they were typed. */
  async suggest(line: string): Promise<readonly string[]> {
    const words = line.trimStart().split(/\s+/);
    const typed = words.pop() ?? '';
    const found = (await this.candidates(words, typed)).filter((word) => word.startsWith(typed));
    return [...new Set(found)].sort().slice(0, MOST);
  }

  private async candidates(words: readonly string[], typed: string): Promise<readonly string[]> {
    const [name, ...given] = words;
    if (name === undefined) return ['list', 'help', ...this.commands.commands.map((command) => command.name)];
    if (!this.commands.has(name)) return [];
    const command = this.commands.find(name);
    const open = optionOf(command, given.at(-1));
    if (open && open.kind !== 'flag') return this.valuesOf(open);
    if (typed.startsWith('-')) return optionsOf(command);
    const place = given.filter((word) => !word.startsWith('-')).length;
    return this.named(command.args[Math.min(place, command.args.length - 1)]?.suggests);
  }

  private valuesOf(option: Option): Promise<readonly string[]> {
    return option.kind === 'choice' ? Promise.resolve(option.values) : this.named(option.suggests);
  }

  private async named(what: Suggests | undefined): Promise<readonly string[]> {
    switch (what) {
      case 'identity':
        return (await this.identities.list()).map(({ name }) => name);
      case 'backend':
        return this.backendNames();
      case 'task':
        return this.tasks.list().map(({ name }) => name);
      case 'setting':
        return this.settings.all().map(({ setting }) => setting.name);
      case 'file':
        return (await this.shelf.list()).map(({ name }) => name);
      case 'event':
        return ['latest'];
      case 'run':
      case undefined:
        return [];
    }
  }

  private async backendNames(): Promise<readonly string[]> {
    const lists = await Promise.all((await this.identities.list()).map(({ id }) => this.backends.list(id)));
    return lists.flat().map(({ name }) => name);
  }
}

const optionsOf = ({ options }: AnyCommand): readonly string[] =>
  [...Object.keys(options), ...Object.keys(COMMON)].map((name) => `--${name}`);

/** The option that a word names, in its long or its short spelling. */
function optionOf({ options }: AnyCommand, word: string | undefined): Option | undefined {
  if (word === undefined) return undefined;
  return Object.entries({ ...COMMON, ...options }).find(
    ([name, { short }]) => word === `--${name}` || (short !== undefined && word === `-${short}`),
  )?.[1];
}
