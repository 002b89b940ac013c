import { Injectable } from '@nestjs/common';
import { ConsoleRuns } from '#libs/database';
import { LogPruner } from '../../logs/log-pruner.js';
import { ApiRefusal } from '../api-caller.js';
import { WrongValue } from '../command-parser.js';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';
import { flag, texts } from '../options.js';

const OPTIONS = {
  run: flag('r', 'Look for what is past its time'),
  execute: flag('x', 'And remove it; without it nothing is touched'),
  pruner: texts('p', 'Only this one; may be repeated'),
  'no-cache': flag('c', 'Accepted: nothing is cached'),
  'refresh-cache': flag('', 'Accepted: nothing is cached'),
};

const COMMANDS_KEPT_S = 7 * 86_400;
/** What every pruner is for, and the setting of its age. */
const PRUNERS = {
  logs: 'Log files and kept webhooks older than WS_LOGS_PRUNE_AFTER',
  commands: 'Ended commands and tasks older than a week, with their output',
  rows: 'Deliveries, runs, ledger and audit trail that are past their time',
} as const;
type Name = keyof typeof PRUNERS;

/** Removes what is past its time (cli.md 5). */
@Injectable()
export class SystemPrune extends ConsoleCommand<typeof OPTIONS> {
  readonly name = 'system:prune';
  readonly summary = 'Remove what is past its time; without --execute only look';
  readonly options = OPTIONS;
  override readonly goesOn = true;
  override readonly examples = ['', '--run', '--run --execute -v'];

  constructor(
    private readonly logs: LogPruner,
    private readonly commands: ConsoleRuns,
  ) {
    super();
  }

  async run({ options }: Wish<typeof OPTIONS>, scene: Scene): Promise<ExitCode> {
    const names = Object.keys(PRUNERS) as Name[];
    const unknown = options.pruner.find((name) => !names.includes(name as Name));
    if (unknown !== undefined)
      throw new WrongValue(`There is no pruner ${unknown}; there are ${names.join(', ')}.`);
    const wanted = names.filter((name) => options.pruner.length === 0 || options.pruner.includes(name));
    if (!options.run) {
      scene.printer.table(
        { name: 'name', description: 'description', cron: 'cron', enabled: 'enabled' },
        wanted.map((name) => ({ name, description: PRUNERS[name], cron: '*/5 * * * *', enabled: true })),
      );
      return 0;
    }
    for (const name of wanted) await this.prune(name, { dryRun: !options.execute }, scene);
    return 0;
  }

  private async prune(name: Name, how: { readonly dryRun: boolean }, scene: Scene): Promise<void> {
    const { printer } = scene;
    const word = how.dryRun ? 'would be removed' : 'removed';
    switch (name) {
      case 'logs': {
        const files = this.logs.prune(how);
        printer.notice(`logs: ${files.length} ${word}.`);
        files.forEach((file) => printer.info(file));
        return;
      }
      case 'commands':
        printer.notice(`commands: ${await this.commands.prune(COMMANDS_KEPT_S, how)} ${word}.`);
        return;
      case 'rows':
        await pruneRows(how, scene);
    }
  }
}

interface Pruned {
  readonly pruned: readonly { readonly name: string; readonly removed: number }[];
}

async function pruneRows({ dryRun }: { readonly dryRun: boolean }, { api, printer }: Scene): Promise<void> {
  if (dryRun) {
    printer.notice('rows: counted when they are removed.');
    return;
  }
  try {
    const { pruned } = await api.post<Pruned>('system/prune');
    for (const { name, removed } of pruned) printer.notice(`${name}: ${removed} removed.`);
  } catch (error) {
    // An older service on the same database may not have it yet.
    if (!(error instanceof ApiRefusal) || error.status !== 404) throw error;
  }
}
