import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DestinationStream, multistream } from 'pino';
import type { DataFolder } from '../config/data-folder.js';
import type { RuntimeConfig } from '../config/runtime.config.js';
import { pinoLevel } from './levels.js';
import { LocalClock } from './local-clock.js';
import { Suppressions } from './suppressions.js';

/** Standard output for whoever runs the process, and a file per day for the log pages (env.md 2.6); less what is suppressed. */
export function logDestination(config: RuntimeConfig, folder: DataFolder): DestinationStream {
  const suppressions = new Suppressions(folder);
  const kept = (stream: DestinationStream): DestinationStream => ({
    write: (line) => {
      if (!suppressions.hides(line)) stream.write(line);
    },
  });
  const console = { level: pinoLevel(config.WS_LOG_LEVEL), stream: kept(process.stdout) };
  if (!config.WS_LOGGER_FILE_ENABLE) return multistream([console]);
  mkdirSync(folder.logs, { recursive: true });
  const file = { level: pinoLevel(config.WS_LOGGER_FILE_LEVEL), stream: kept(dailyFile(folder.logs, 'app')) };
  return multistream([console, file]);
}

/** The name of a day's file in the log folder (env.md 2.6, rest-api.md 11). */
export const logFileName = (kind: string, day: string): string => `${kind}.${day}.log`;

/** Appends to `<name>.YYYYMMDD.log`; several services share one file, a line being one write. */
function dailyFile(folder: string, name: string): DestinationStream {
  const clock = new LocalClock();
  return {
    write: (line) => {
      try {
        appendFileSync(join(folder, logFileName(name, clock.day(new Date()))), line);
      } catch {
        // A full disk must not stop the service; the line is on standard output all the same.
      }
    },
  };
}
