import type { PlayState } from '../play-state.js';
import { samePosition } from '../play-state.js';
import type { RemoteItem } from '../remote-item.js';
import { A0, report } from './build.js';

/** What a kind of server does by itself (plex.md 4.7, jellyfin-emby.md 4.1). */
export interface Habits {
  /** Its own clock dates every write and every pause; only finished plays count. */
  readonly stampsItself: boolean;
  /** Starting a watched item takes its watched mark away (Jellyfin before 12). */
  readonly startClearsWatched: boolean;
  /** A person's mark keeps a date that is there. */
  readonly markKeepsDate: boolean;
}

export const HABITS = {
  plex: { stampsItself: true, startClearsWatched: false, markKeepsDate: false },
  jellyfin: { stampsItself: false, startClearsWatched: true, markKeepsDate: true },
  emby: { stampsItself: false, startClearsWatched: false, markKeepsDate: true },
} as const satisfies Record<string, Habits>;

interface Copy extends PlayState {
  readonly playCount: number;
  readonly playedAt: number | null;
  readonly addedAt: number;
}

const FRESH = { watched: false, positionMs: 0, playCount: 0, playedAt: null } as const;

/** One item on one media server, as a person and our client change it. */
export class ModelServer {
  /** When a person last marked it as unwatched; null when nobody ever did. */
  unmarkedAt: number | null = null;
  /** When a person last played or marked it there. */
  actedAt = 0;
  /** Writes by us. */
  writes = 0;
  private copy: Copy = { ...FRESH, addedAt: A0 };
  private isPlaying = false;

  constructor(
    readonly name: string,
    private readonly habits: Habits,
    private readonly clock: { readonly now: () => number; /** Seconds. */ readonly ahead: number },
  ) {}

  /** What its own clock shows. */
  private get now(): number {
    return this.clock.now() + this.clock.ahead;
  }

  read(): RemoteItem {
    return report({ id: this.name, path: `/films/${this.name}.mkv`, ...this.copy });
  }

  start(): void {
    this.actedAt = this.now;
    this.isPlaying = true;
    if (this.habits.stampsItself) return;
    const watched = this.copy.watched && !this.habits.startClearsWatched;
    this.change({ watched, playCount: this.copy.playCount + 1, playedAt: this.now });
  }

  pause(positionMs: number): void {
    this.actedAt = this.now;
    if (!this.isPlaying) this.start();
    this.change({ positionMs, ...(this.habits.stampsItself && { playedAt: this.now }) });
    this.isPlaying = false;
  }

  finish(): void {
    this.actedAt = this.now;
    if (!this.isPlaying) this.start();
    const counted = this.habits.stampsItself && { playCount: this.copy.playCount + 1, playedAt: this.now };
    this.change({ watched: true, positionMs: 0, ...counted });
    this.isPlaying = false;
  }

  mark(): void {
    this.actedAt = this.now;
    const { playCount, playedAt } = this.copy;
    if (this.habits.markKeepsDate)
      this.change({
        watched: true,
        positionMs: 0,
        playCount: Math.max(1, playCount),
        playedAt: playedAt ?? this.now,
      });
    else this.change({ watched: true, positionMs: 0, playCount: playCount + 1, playedAt: this.now });
  }

  unmark(): void {
    this.unmarkedAt = this.clock.now();
    this.change(FRESH);
  }

  /** The file is deleted and added again: nobody's wish (M-22). */
  replace(): void {
    this.copy = { ...FRESH, addedAt: this.now };
    this.isPlaying = false;
  }

  /** The calls of our clients that lead to the wanted state; `date` is what a server that takes dates is told. */
  write(wanted: PlayState, date: number | null): void {
    this.writes += 1;
    if (wanted.watched !== this.copy.watched) {
      if (wanted.watched) this.take(date);
      else this.change(FRESH);
    }
    if (samePosition(wanted.positionMs, this.copy.positionMs)) return;
    // Plex has no call that only clears a position.
    const isCleared = this.habits.stampsItself && wanted.positionMs === 0 && !wanted.watched;
    const playedAt = this.habits.stampsItself ? this.now : (date ?? this.copy.playedAt);
    this.change(isCleared ? FRESH : { positionMs: wanted.positionMs, playedAt });
  }

  private take(date: number | null): void {
    const playedAt = this.habits.stampsItself ? this.now : (date ?? this.copy.playedAt ?? this.now);
    this.change({ watched: true, positionMs: 0, playCount: this.copy.playCount + 1, playedAt });
  }

  private change(change: Partial<Copy>): void {
    this.copy = { ...this.copy, ...change };
  }
}
