import { flag, texts } from '../options.js';
import { command } from './simple-command.js';

interface Pruners {
  readonly pruners: readonly {
    readonly name: string;
    readonly description: string;
    readonly cron: string;
    readonly enabled: boolean;
    readonly next_run: string | null;
  }[];
}

interface Pruned {
  readonly pruned: readonly { readonly name: string; readonly removed: number }[];
}

/** Removes what is past its time (cli.md 5). */
export const SystemPrune = command({
  name: 'system:prune',
  summary: 'Remove what is past its time; without --execute only look',
  options: {
    run: flag('r', 'Look for what is past its time'),
    execute: flag('x', 'And remove it; without it nothing is touched'),
    pruner: texts('p', 'Only this one; may be repeated'),
    'no-cache': flag('c', 'Accepted: nothing is cached'),
    'refresh-cache': flag('', 'Accepted: nothing is cached'),
  },
  goesOn: true,
  examples: ['', '--run', '--run -p logs -p runs', '--run --execute -v'],
  run: async ({ options }, { api, printer }) => {
    const names = options.pruner.length === 0 ? undefined : [...new Set(options.pruner)];
    if (!options.run) {
      const { pruners } = await api.get<Pruners>('prune');
      printer.table(
        { name: 'name', description: 'description', cron: 'cron', enabled: 'enabled', next_run: 'next' },
        pruners.filter(({ name }) => names?.includes(name) ?? true),
      );
      return 0;
    }
    const word = options.execute ? 'removed' : 'would be removed';
    const { pruned } = await api.post<Pruned>('system/prune', { names, dry_run: !options.execute });
    for (const { name, removed } of pruned) printer.notice(`${name}: ${removed} ${word}.`);
    return 0;
  },
});
