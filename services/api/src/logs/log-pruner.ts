import { Injectable } from '@nestjs/common';
import { ageInSeconds, SettingsReader } from '#libs/runtime';
import { type LogFile, LogFiles } from './log-files.js';

/** What the launcher writes into; what it has put aside (`.log.1`) is nobody's. */
const HELD_OPEN = /^(api|webhook|importer|exporter|migrator|postgres|redis|fakes)\.log$/;
const isHeldOpen = ({ name }: LogFile): boolean => HELD_OPEN.test(name);

/**
 * Removes logs and kept webhooks that nobody has added to for as long as `WS_LOGS_PRUNE_AFTER`. The log of a service that
 * is up may be silent for longer: its launcher holds the file open.
 */
@Injectable()
export class LogPruner {
  private readonly settings = new SettingsReader();

  constructor(private readonly files: LogFiles) {}

  /** The names of what is removed, or would be. */
  prune({ dryRun }: { readonly dryRun: boolean }): readonly string[] {
    const age = ageInSeconds(this.settings.text('WS_LOGS_PRUNE_AFTER')) ?? 7 * 86_400;
    const oldest = Date.now() - age * 1_000;
    const old = this.files.list().filter((file) => !isHeldOpen(file) && file.modified.getTime() < oldest);
    if (!dryRun) for (const file of old) this.files.remove(file);
    return old.map(({ name }) => name);
  }
}
