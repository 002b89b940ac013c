import { readFileSync, statSync } from 'node:fs';

const LOOK_EVERY_MS = 1_000;

/** Sees that files were replaced or written to: looked at when asked, once a second at most, so every process follows. */
export class FileWatch {
  /** Another one when the files are others; empty while there is none at all. */
  fingerprint = '';
  private lookAgainAt = 0;

  constructor(
    private readonly paths: readonly string[],
    private readonly now: () => number = () => Date.now(),
  ) {}

  hasChanged(): boolean {
    return this.now() >= this.lookAgainAt && this.look();
  }

  /** The same at once, for a process that has just changed them itself. */
  look(): boolean {
    this.lookAgainAt = this.now() + LOOK_EVERY_MS;
    const before = this.fingerprint;
    const stats = this.paths.map((path) => statSync(path, { throwIfNoEntry: false }));
    const isAny = stats.some((stat) => stat !== undefined);
    this.fingerprint = isAny
      ? stats.map((stat) => (stat ? `${stat.ino}:${stat.size}:${stat.mtimeMs}` : '-')).join('|')
      : '';
    return this.fingerprint !== before;
  }
}

/** Null when there is no such file, or one of more bytes than that. */
export function textIn(path: string, mostBytes: number): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && stat.size <= mostBytes ? readFileSync(path, 'utf8') : null;
}
