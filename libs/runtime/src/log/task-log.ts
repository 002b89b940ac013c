import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolder } from '../config/data-folder.js';
import type { RuntimeConfig } from '../config/runtime.config.js';
import { LocalClock, stamp } from './local-clock.js';
import { logFileName } from './log-destination.js';
import { redactText } from './redact.js';

/** The day's `task.YYYYMMDD.log`: how pieces of work ended, as text for people (env.md 2.6). */
export class TaskLog {
  private readonly clock = new LocalClock();

  constructor(
    private readonly config: Pick<RuntimeConfig, 'WS_LOGGER_FILE_ENABLE'>,
    private readonly folder: Pick<DataFolder, 'logs'>,
  ) {}

  /** A line at level NOTICE, and what stands below it as it is; all in one write, so that nothing comes between. */
  notice(message: string, below = ''): void {
    if (!this.config.WS_LOGGER_FILE_ENABLE) return;
    const at = new Date();
    const line = `[${stamp(at, this.clock.zone)}]: NOTICE: ${redactText(message)}\n`;
    try {
      mkdirSync(this.folder.logs, { recursive: true });
      const file = join(this.folder.logs, logFileName('task', this.clock.day(at)));
      appendFileSync(file, below === '' ? line : `${line}${below}\n`);
    } catch {
      // A full disk must not stop the work; the run itself has the counts.
    }
  }
}
