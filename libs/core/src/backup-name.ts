/** Automatic backups go when they are this old (B-8). */
export const BACKUP_KEEP_DAYS = 90;

export type BackupFileType = 'automatic' | 'manual' | 'partial';

export interface BackupNaming {
  readonly user: string;
  readonly backend: string;
  /** When it is made. */
  readonly at: Date;
  /** Without a date in its name: it is never removed. */
  readonly keep: boolean;
  readonly compress: boolean;
  /** A name of one's own, with `{user}`, `{backend}` and `{date}`. */
  readonly template?: string;
}

/** What stands for a backup in its folder: one plain file, never a path. */
const NAME = /^[A-Za-z0-9_@][A-Za-z0-9_@. -]{0,180}\.(?:json|json\.zip|zip)(?:\.partial)?$/;
const DATED = /^(?:[a-z0-9_]+\.)?[a-z0-9_]+\.(\d{4})(\d{2})(\d{2})\.json(?:\.zip)?$/;

export const isBackupName = (name: string): boolean => NAME.test(name) && !name.includes('..');

const dayOf = (at: Date): string => at.toISOString().slice(0, 10).replaceAll('-', '');

/** The file name of a backup; null when the template does not give a usable one. */
export function backupName({ user, backend, at, keep, compress, template }: BackupNaming): string | null {
  const pattern = template ?? (keep ? '{user}.{backend}.json' : '{user}.{backend}.{date}.json');
  const filled = pattern
    .replaceAll('{user}', user)
    .replaceAll('{backend}', backend)
    .replaceAll('{date}', dayOf(at));
  const base = `${filled.replace(/(\.json)?(\.zip)?$/i, '')}.json`;
  const name = compress ? `${base}.zip` : base;
  return isBackupName(name) ? name : null;
}

export function backupFileType(name: string): BackupFileType {
  if (name.endsWith('.partial')) return 'partial';
  return DATED.test(name) ? 'automatic' : 'manual';
}

/** Whether a file is an automatic backup that is too old to keep; its name tells the day. */
export function isOutdatedBackup(name: string, now: Date): boolean {
  const [, year, month, day] = DATED.exec(name.replace(/\.partial$/, '')) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const made = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return now.getTime() - made > BACKUP_KEEP_DAYS * 86_400_000;
}
