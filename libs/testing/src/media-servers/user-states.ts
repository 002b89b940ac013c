import type { FakeUserData } from './fake-media-server.js';

const NEVER_PLAYED: FakeUserData = { watched: false, positionMs: 0, playCount: 0, playedAt: null };

/** Play state per user and item. What was never touched is unwatched and takes no room. */
export class UserStates {
  private readonly byUser = new Map<string, Map<string, FakeUserData>>();

  get(userId: string, itemId: string): FakeUserData {
    return this.byUser.get(userId)?.get(itemId) ?? NEVER_PLAYED;
  }

  /** Changes some members and leaves the others as they are. */
  patch(userId: string, itemId: string, change: Partial<FakeUserData>): FakeUserData {
    const states = this.byUser.get(userId) ?? new Map<string, FakeUserData>();
    const state = { ...this.get(userId, itemId), ...change };
    this.byUser.set(userId, states.set(itemId, state));
    return state;
  }

  /** Marks as played at a time: one more play, no position. */
  play(userId: string, itemId: string, at: number): FakeUserData {
    const playCount = this.get(userId, itemId).playCount + 1;
    return this.patch(userId, itemId, { watched: true, positionMs: 0, playCount, playedAt: at });
  }

  /** Marks as unplayed: no trace of when or how often it was played stays. */
  unplay(userId: string, itemId: string): FakeUserData {
    this.byUser.get(userId)?.delete(itemId);
    return NEVER_PLAYED;
  }

  /** Everything as it is now; put back by `restore`. */
  copy(): ReadonlyMap<string, ReadonlyMap<string, FakeUserData>> {
    return new Map([...this.byUser].map(([user, states]) => [user, new Map(states)]));
  }

  restore(kept: ReadonlyMap<string, ReadonlyMap<string, FakeUserData>>): void {
    this.byUser.clear();
    for (const [user, states] of kept) this.byUser.set(user, new Map(states));
  }

  forget(itemId: string): void {
    for (const states of this.byUser.values()) states.delete(itemId);
  }
}
