import type { Entry } from './entry.js';
import type { PlayRecords } from './play-records.js';

export interface Playing {
  readonly userId: string;
  readonly entry: Entry;
  readonly positionMs: number;
  readonly isPaused: boolean;
}

/** The televisions: at most one per user, each telling the server what it plays. */
export class Player {
  private readonly screens = new Map<string, Playing>();

  constructor(private readonly records: PlayRecords) {}

  get playing(): readonly Playing[] {
    return [...this.screens.values()];
  }

  start(userId: string, entry: Entry, at: number): void {
    this.records.started(userId, entry, at);
    this.screens.set(userId, { userId, entry, positionMs: 0, isPaused: false });
  }

  progress(userId: string, entry: Entry, positionMs: number): void {
    this.records.reached(userId, entry, positionMs);
    this.screens.set(userId, { userId, entry, positionMs, isPaused: false });
  }

  /** It stays on the screen. */
  pause(userId: string, entry: Entry, positionMs: number): void {
    this.progress(userId, entry, positionMs);
    this.screens.set(userId, { userId, entry, positionMs, isPaused: true });
  }

  /** Without a position the server takes it for watched to the end. */
  stop(userId: string, entry: Entry, positionMs: number | null): void {
    if (positionMs === null) this.records.completed(userId, entry);
    else this.records.reached(userId, entry, positionMs);
    this.screens.delete(userId);
  }
}
