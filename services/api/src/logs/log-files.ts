import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DataFolder, LocalClock, logFileName } from '#libs/runtime';
import { invalid, missing } from '../http/api-problem.js';

/** A file name and nothing else: no folder, no way up, no control character, not hidden. */
const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.@{}-]{0,199}$/;

export interface LogFile {
  readonly name: string;
  /** `task`, `app`, `access`, `webhook`, or the name of a service. */
  readonly type: string;
  /** `YYYYMMDD` of a daily file. */
  readonly date: string | null;
  readonly size: number;
  readonly modified: Date;
  readonly path: string;
}

/** The files of the log folder, and of the folder of kept webhooks. */
@Injectable()
export class LogFiles {
  private readonly clock = new LocalClock();

  constructor(private readonly folder: DataFolder) {}

  /** IANA name of the time zone in which days and times are shown. */
  get zone(): string {
    return this.clock.zone;
  }

  /** The path of today's file of a kind, ready to be added to. */
  today(kind: string): string {
    return this.writable(logFileName(kind, this.clock.day(new Date())));
  }

  get dayToday(): string {
    return this.clock.day(new Date());
  }

  /** The path of a file in the log folder that somebody named. */
  writable(name: string): string {
    if (!PLAIN_NAME.test(name))
      throw invalid([
        {
          field: 'logfile',
          message: 'A log file is named by letters, digits, dots and dashes; it lies in the log folder.',
        },
      ]);
    mkdirSync(this.folder.logs, { recursive: true });
    return join(this.folder.logs, name);
  }

  /** Newest first. */
  list(): LogFile[] {
    const files = this.folders.flatMap((folder) => namesIn(folder).map((name) => fileAt(folder, name)));
    return files
      .filter((file) => file !== null)
      .sort((a, b) => b.modified.getTime() - a.modified.getTime() || a.name.localeCompare(b.name));
  }

  /** The file of this name, or 404. Nothing outside the folders can be named, and no link is followed. */
  find(name: string): LogFile {
    const found = PLAIN_NAME.test(name)
      ? this.folders.map((folder) => fileAt(folder, name)).find((file) => file !== null)
      : undefined;
    if (!found) throw missing('log file', PLAIN_NAME.test(name) ? name : 'of this name');
    return found;
  }

  remove({ path }: LogFile): void {
    rmSync(path, { force: true });
  }

  private get folders(): readonly string[] {
    return [this.folder.logs, this.folder.webhooks];
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => PLAIN_NAME.test(name));
  } catch {
    // Nothing has been written there yet.
    return [];
  }
}

/** Null when it is no file, or is gone already. */
function fileAt(folder: string, name: string): LogFile | null {
  const path = join(folder, basename(name));
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return null;
  const [type = name] = name.split('.');
  const date = /\.(\d{8})\./.exec(name)?.[1] ?? null;
  return { name, type, date, size: stat.size, modified: stat.mtime, path };
}
