import type { FakeUserData } from '../fake-media-server.js';
import type { UserStates } from '../user-states.js';
import type { Dialect } from './dialect.js';
import type { Entry } from './entry.js';
import { msToTicks } from './times.js';

/** What a client may write with `POST …/UserData`; an absent member was not in the body. */
export interface UserDataBody {
  readonly played?: boolean;
  readonly playCount?: number;
  readonly positionMs?: number;
  readonly playedAt?: number | null;
  readonly favourite?: boolean;
}

const START_PERCENT = 5;
const END_PERCENT = 90;
const SHORTEST_RESUMABLE_MS = 300_000;

/** The rules by which the servers change a user's data of an item (integration facts 4.1). */
export class PlayRecords {
  private readonly favourites = new Set<string>();
  private readonly changes = new Map<string, number>();

  constructor(
    private readonly states: UserStates,
    private readonly dialect: Dialect,
    private readonly now: () => number,
  ) {}

  /** Rises with every change of this user's data. */
  version(userId: string): number {
    return this.changes.get(userId) ?? 0;
  }

  get(userId: string, entry: Entry): FakeUserData {
    return this.states.get(userId, this.key(entry));
  }

  isFavourite(userId: string, entry: Entry): boolean {
    return this.favourites.has(`${userId} ${this.key(entry)}`);
  }

  setFavourite(userId: string, entry: Entry, favourite: boolean): void {
    const key = `${userId} ${this.key(entry)}`;
    if (favourite) this.favourites.add(key);
    else this.favourites.delete(key);
    this.touch(userId);
  }

  /** With a date: one more play, dated so. Without: counted once, and an older date stays where the server keeps it. */
  markPlayed(userId: string, entry: Entry, at: number | null): void {
    const old = this.get(userId, entry);
    const undated = this.dialect.keepsDateWhenMarked ? (old.playedAt ?? this.now()) : this.now();
    this.change(userId, entry, {
      watched: true,
      positionMs: 0,
      playCount: at === null ? Math.max(old.playCount, 1) : old.playCount + 1,
      playedAt: at ?? undated,
    });
  }

  forgetDate(userId: string, entry: Entry): void {
    this.change(userId, entry, { playedAt: null });
  }

  markUnplayed(userId: string, entry: Entry): void {
    this.states.unplay(userId, this.key(entry));
    this.touch(userId);
  }

  /** A start counts as a play at once; before Jellyfin 12 it also takes the watched mark away. */
  started(userId: string, entry: Entry, at: number): void {
    const { playCount } = this.get(userId, entry);
    const cleared = this.dialect.startClearsPlayed ? { watched: false } : {};
    this.change(userId, entry, { ...cleared, playCount: playCount + 1, playedAt: at });
  }

  /** A reported position: below 5 % it is dropped, above 90 % it is the end, and short items cannot be resumed. */
  reached(userId: string, entry: Entry, positionMs: number): void {
    this.change(userId, entry, whereItStands(msToTicks(positionMs), entry.runtimeTicks) ?? { positionMs });
  }

  /** A stop without a position counts as completed, once more. */
  completed(userId: string, entry: Entry): void {
    const { playCount } = this.get(userId, entry);
    this.change(userId, entry, { watched: true, positionMs: 0, playCount: playCount + 1 });
  }

  /** Jellyfin writes only what is in the body; Emby resets what is not. Neither draws conclusions from it. */
  write(userId: string, entry: Entry, body: UserDataBody): void {
    const base = this.dialect.userDataWrite === 'replace' ? EMPTY_BODY : {};
    const { favourite, played, ...rest } = { ...base, ...body };
    this.change(userId, entry, { ...rest, ...(played !== undefined && { watched: played }) });
    if (favourite !== undefined) this.setFavourite(userId, entry, favourite);
  }

  forget(entry: Entry): void {
    if (!this.dialect.sharesUserData) this.states.forget(this.key(entry));
  }

  private key(entry: Entry): string {
    return this.dialect.sharesUserData ? `${entry.type} ${entry.dataKey}` : entry.id;
  }

  private change(userId: string, entry: Entry, change: Partial<FakeUserData>): void {
    this.states.patch(userId, this.key(entry), change);
    this.touch(userId);
  }

  private touch(userId: string): void {
    this.changes.set(userId, this.version(userId) + 1);
  }
}

const EMPTY_BODY: UserDataBody = {
  played: false,
  playCount: 0,
  positionMs: 0,
  playedAt: null,
  favourite: false,
};

/** What becomes of a reported position; null when it is kept as it is. */
function whereItStands(ticks: number, runtimeTicks: number): Partial<FakeUserData> | null {
  const percent = runtimeTicks > 0 ? (ticks / runtimeTicks) * 100 : 0;
  if (percent < START_PERCENT) return { positionMs: 0 };
  const isOver = percent > END_PERCENT || ticks >= runtimeTicks - msToTicks(1000);
  const isShort = runtimeTicks < msToTicks(SHORTEST_RESUMABLE_MS);
  return isOver || isShort ? { watched: true, positionMs: 0 } : null;
}
