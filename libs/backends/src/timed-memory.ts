const MOST = 500;
const MS = 60_000;

interface Entry<Value> {
  readonly value: Promise<Value>;
  readonly readAt: number;
}

/** Remembers for a minute what was read, so that a burst of like questions is asked once. A failure is not kept. */
export class TimedMemory<Value> {
  private readonly entries = new Map<string, Entry<Value>>();

  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const known = this.entries.get(key);
    if (known && performance.now() - known.readAt < MS) return known.value;
    const entry = { value: read(), readAt: performance.now() };
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.value.catch(() => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    });
    dropOldest(this.entries, MOST);
    return entry.value;
  }
}

/** Keeps a map within bounds; what came first goes first. */
export function dropOldest(kept: Map<string, unknown>, most: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(key);
  }
}
