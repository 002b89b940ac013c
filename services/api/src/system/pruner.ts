import { Injectable } from '@nestjs/common';
import { ConsoleRuns, LoginTries, Retention, WebhookDeliveries } from '#libs/database';
import { ageInSeconds, Logger, SettingsReader } from '#libs/runtime';
import { invalid } from '../http/api-problem.js';
import { LogPruner } from '../logs/log-pruner.js';
import { Unpacker } from '../servers-file/index.js';
import type { PrunedDto } from './system-care.dto.js';

const DAY_S = 86_400;
const COMMANDS_KEPT_S = 7 * DAY_S;
/** Kept however old they are: the newest say what a quiet server did last. */
const DELIVERIES_KEPT = 1_000;
const DELIVERIES_AT_ONCE = 20_000;

type How = { readonly dryRun: boolean };

/** One kind of thing that has its time. */
export interface Cleaner {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** How many it removed, or would remove. */
  readonly prune: (how: How) => Promise<number>;
}

/** Removes what is past the time that the settings give it. */
@Injectable()
export class Pruner {
  readonly cleaners: readonly Cleaner[] = [
    {
      ...{ name: 'logs', title: 'Log files', description: 'Logs and kept webhooks: WS_LOGS_PRUNE_AFTER' },
      prune: (how) => Promise.resolve(this.logs.prune(how).length),
    },
    {
      ...{ name: 'commands', title: 'Commands', description: 'Ended commands with their output: a week' },
      prune: (how) => this.commands.prune(COMMANDS_KEPT_S, how),
    },
    {
      ...{ name: 'deliveries', title: 'Webhooks', description: 'Handled ones: WS_DELIVERIES_PRUNE_AFTER' },
      prune: ({ dryRun }) =>
        this.deliveries.prune(Math.ceil(this.age('WS_DELIVERIES_PRUNE_AFTER') / DAY_S), {
          ...{ keep: DELIVERIES_KEPT, limit: DELIVERIES_AT_ONCE, dryRun },
        }),
    },
    {
      ...{
        name: 'runs',
        title: 'Runs',
        description: 'Ended imports, exports and others: WS_RUNS_PRUNE_AFTER',
      },
      prune: ({ dryRun }) => this.retention.runs({ seconds: this.age('WS_RUNS_PRUNE_AFTER'), dryRun }),
    },
    {
      ...{ name: 'ledger', title: 'Ledger', description: 'All but the newest change: WS_LEDGER_PRUNE_AFTER' },
      prune: ({ dryRun }) => this.retention.ledger({ seconds: this.age('WS_LEDGER_PRUNE_AFTER'), dryRun }),
    },
    {
      ...{ name: 'audit', title: 'Audit trail', description: 'Who did what: WS_AUDIT_PRUNE_AFTER' },
      prune: ({ dryRun }) => this.retention.audit({ seconds: this.age('WS_AUDIT_PRUNE_AFTER'), dryRun }),
    },
    {
      ...{ name: 'unpacked', title: 'Unpacked files', description: 'Of zips of older installations: a week' },
      prune: (how) => this.unpacker.prune(how),
    },
    {
      ...{ name: 'login-tries', title: 'Failed logins', description: 'When their window and ban are over' },
      prune: (how) => this.tries.prune(this.triesAge(), how),
    },
  ];

  constructor(
    private readonly retention: Retention,
    private readonly commands: ConsoleRuns,
    private readonly deliveries: WebhookDeliveries,
    private readonly tries: LoginTries,
    private readonly logs: LogPruner,
    private readonly unpacker: Unpacker,
    private readonly settings: SettingsReader,
    private readonly logger: Logger,
  ) {}

  /** All of them, or those of these names. */
  async prune({ names, dryRun }: How & { readonly names: readonly string[] | null }): Promise<PrunedDto[]> {
    const pruned: PrunedDto[] = [];
    for (const { name, prune } of this.wanted(names)) pruned.push({ name, removed: await prune({ dryRun }) });
    const removed = Object.fromEntries(pruned.map(({ name, removed: count }) => [name, count]));
    if (!dryRun && pruned.some(({ removed: count }) => count > 0))
      this.logger.info('old data removed', removed);
    return pruned;
  }

  private wanted(names: readonly string[] | null): readonly Cleaner[] {
    if (names === null) return this.cleaners;
    const known = this.cleaners.map(({ name }) => name);
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined)
      throw invalid([
        {
          field: 'names',
          message: `There is no pruner of one of these names; there are ${known.join(', ')}.`,
        },
      ]);
    return this.cleaners.filter(({ name }) => names.includes(name));
  }

  /** A value that cannot be read leaves the default in force, so there always is an age. */
  private age(name: string): number {
    const seconds = ageInSeconds(this.settings.text(name));
    if (seconds === null) throw new RangeError(`${name} has no default`);
    return seconds;
  }

  /** No ban and no window may be forgotten before it ends. */
  private triesAge(): number {
    const [window, ban] = ['WS_RATE_LIMIT_WINDOW', 'WS_RATE_LIMIT_BAN'].map((name) =>
      Number(this.settings.text(name)),
    );
    return Math.max(window ?? 0, ban ?? 0, DAY_S);
  }
}
