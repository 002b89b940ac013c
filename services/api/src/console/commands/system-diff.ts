import { Inject, Injectable } from '@nestjs/common';
import { ArchiveError, BackupShelf, readBackup } from '#libs/archive';
import { type BackupEntry, backupKeys } from '#libs/core';
import { GuidBook } from '#libs/directory';
import { DataFolder } from '#libs/runtime';
import { CommandFailed } from '../command-failed.js';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';
import { choice } from '../options.js';

const OPTIONS = {
  filter: choice('f', 'Only what the second file says is', ['all', 'played', 'unplayed']),
  source: choice('S', 'Also what only one of them has: the first or the second', ['a', 'b']),
};

interface Row {
  readonly title: string;
  readonly before: boolean | null;
  readonly after: boolean | null;
}

/** Compares two backups of the backup folder (cli.md 5). */
@Injectable()
export class SystemDiff extends ConsoleCommand<typeof OPTIONS> {
  readonly name = 'system:diff';
  readonly summary = 'Show in what two backups differ';
  readonly options = OPTIONS;
  override readonly args = [
    { name: 'a', about: 'A file of the backup folder', suggests: 'file' as const },
    { name: 'b', about: 'Another one', suggests: 'file' as const },
  ];
  override readonly goesOn = true;
  override readonly examples = [
    'main.plex_home.20250101.json.zip main.plex_home.20250201.json.zip -f played',
  ];

  constructor(
    private readonly folder: DataFolder,
    @Inject(GuidBook) private readonly guids: GuidBook,
  ) {
    super();
  }

  async run({ options, args: [a = '', b = ''] }: Wish<typeof OPTIONS>, scene: Scene): Promise<ExitCode> {
    const rows = (await this.compare(a, b, scene)).filter(
      ({ before, after }) => before !== after && isWanted(options.filter, after),
    );
    const shown = rows.filter(
      ({ before, after }) =>
        (before !== null && after !== null) || options.source === (after === null ? 'a' : 'b'),
    );
    if (shown.length === 0) scene.printer.notice('The two say the same.');
    scene.printer.table(
      { title: 'Title', before: '[O] Played', after: '[N] Played' },
      shown.map(({ title, before, after }) => ({ title, before: mark(before), after: mark(after) })),
    );
    return 0;
  }

  private async compare(a: string, b: string, { signal }: Scene): Promise<Row[]> {
    const before = new Map<string, BackupEntry>();
    for await (const entry of this.entries(a, signal))
      for (const key of backupKeys(entry)) if (!before.has(key)) before.set(key, entry);
    const seen = new Set<BackupEntry>();
    const rows: Row[] = [];
    for await (const entry of this.entries(b, signal)) {
      const old = backupKeys(entry)
        .map((key) => before.get(key))
        .find((found) => found !== undefined);
      if (old) seen.add(old);
      rows.push({ title: titleOf(entry), before: old?.watched ?? null, after: entry.watched });
    }
    for (const old of new Set(before.values()))
      if (!seen.has(old)) rows.push({ title: titleOf(old), before: old.watched, after: null });
    return rows;
  }

  private async *entries(name: string, signal: AbortSignal): AsyncGenerator<BackupEntry> {
    const shelf = new BackupShelf(this.folder.backup);
    try {
      await shelf.find(name);
      for await (const entry of readBackup(shelf.path(name), this.guids.rules('plex'))) {
        signal.throwIfAborted();
        if (entry) yield entry;
      }
    } catch (error) {
      throw error instanceof ArchiveError ? new CommandFailed(error.message) : error;
    }
  }
}

const isWanted = (filter: string | undefined, after: boolean | null): boolean =>
  filter === undefined || filter === 'all' || after === (filter === 'played');

const mark = (watched: boolean | null): string => (watched === null ? '-' : watched ? '✓' : '✕');

const titleOf = ({ title, year, season, episode }: BackupEntry): string => {
  const place = season === null ? '' : ` ${String(season)}x${String(episode ?? 0).padStart(2, '0')}`;
  return `${title}${place}${year === null ? '' : ` (${String(year)})`}`;
};
