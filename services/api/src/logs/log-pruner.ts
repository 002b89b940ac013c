import { Injectable } from '@nestjs/common';
import { ageInSeconds, SettingsReader } from '#libs/runtime';
import { type LogFile, LogFiles } from './log-files.js';

/** The log of a service that is written to by the launcher all the time has no day, and is rotated there. */
const isDated = ({ date, type }: LogFile): boolean => date !== null || type === 'webhook';

/** Removes logs and kept webhooks that are older than `WS_LOGS_PRUNE_AFTER`. */
@Injectable()
export class LogPruner {
  private readonly settings = new SettingsReader();

  constructor(private readonly files: LogFiles) {}

  /** The names of what is removed, or would be. */
  prune({ dryRun }: { readonly dryRun: boolean }): readonly string[] {
    const age = ageInSeconds(this.settings.text('WS_LOGS_PRUNE_AFTER')) ?? 7 * 86_400;
    const oldest = Date.now() - age * 1_000;
    const old = this.files.list().filter((file) => isDated(file) && file.modified.getTime() < oldest);
    if (!dryRun) for (const file of old) this.files.remove(file);
    return old.map(({ name }) => name);
  }
}
