import type { Sql } from './sql-rows.js';

/** A list is read again when it is this old and something has changed since. */
const FRESH_MS = 15_000;
/** Items that went leave no trace in the dates, so a list is never believed for longer. */
const LONGEST_MS = 300_000;
/** Ids kept at most, 8 bytes each. */
const MOST_IDS = 4_000_000;

const ID_BYTES = 8;

interface Snapshot {
  readonly ids: Buffer;
  readonly version: string;
  readonly readAt: number;
}

interface Entry {
  snapshot: Snapshot | null;
  reading: Promise<Snapshot> | null;
}

export interface OrderedQuestion {
  readonly identityId: number;
  readonly where: string;
  readonly order: string;
  readonly parameters: readonly unknown[];
}

/**
 * The ids of long lists in their order, so that any page of a million rows is a slice and not a walk. A list is
 * remembered for a while and read anew behind the scenes; its first pages are never taken from here.
 */
export class OrderedIds {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly sql: Sql) {}

  /** How many there are, when that is known by now. Sees to it that it soon is. */
  known(question: OrderedQuestion): number | null {
    const entry = this.entryOf(question);
    const { snapshot } = entry;
    if (snapshot === null || Date.now() - snapshot.readAt > FRESH_MS) void this.refresh(question, entry);
    return snapshot ? snapshot.ids.length / ID_BYTES : null;
  }

  /** The ids of one page; reads the list first when it is not known yet. */
  async page(
    question: OrderedQuestion,
    offset: number,
    limit: number,
  ): Promise<{ ids: number[]; total: number }> {
    const entry = this.entryOf(question);
    const { ids } = entry.snapshot ?? (await this.refresh(question, entry));
    const total = ids.length / ID_BYTES;
    const last = Math.min(total, offset + limit);
    return {
      ids: Array.from({ length: Math.max(0, last - offset) }, (_, at) => idAt(ids, offset + at)),
      total,
    };
  }

  private entryOf({ where, order, parameters }: OrderedQuestion): Entry {
    const key = JSON.stringify([where, order, parameters]);
    const entry = this.entries.get(key) ?? { snapshot: null, reading: null };
    // The last in is the last to go.
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry;
  }

  private refresh(question: OrderedQuestion, entry: Entry): Promise<Snapshot> {
    entry.reading ??= this.read(question, entry.snapshot)
      .then((snapshot) => {
        entry.snapshot = snapshot;
        this.forgetOldest();
        return snapshot;
      })
      .finally(() => {
        entry.reading = null;
      });
    // Whoever waits hears of a failure; a list that is read ahead is simply not there.
    entry.reading.catch(() => undefined);
    return entry.reading;
  }

  private async read(question: OrderedQuestion, known: Snapshot | null): Promise<Snapshot> {
    const { where, order, parameters, identityId } = question;
    const [now] = await this.sql.query<{ version: string }>(
      `SELECT coalesce(max(updated_at)::text, '') AS version FROM item WHERE identity_id = $1`,
      [identityId],
    );
    const version = now?.version ?? '';
    const isOld = known === null || Date.now() - known.readAt > LONGEST_MS;
    if (!isOld && known.version === version) return { ...known, readAt: Date.now() };
    const [row] = await this.sql.query<{ ids: Buffer | null }>(
      `SELECT string_agg(int8send(s.id), ''::bytea) AS ids FROM (SELECT item.id FROM item ${where} ORDER BY ${order}) s`,
      parameters,
    );
    return { ids: row?.ids ?? Buffer.alloc(0), version, readAt: Date.now() };
  }

  private forgetOldest(): void {
    let kept = 0;
    for (const [key, { snapshot }] of [...this.entries].reverse()) {
      kept += (snapshot?.ids.length ?? 0) / ID_BYTES;
      if (kept > MOST_IDS) this.entries.delete(key);
    }
  }
}

/** Ids stay far below 2^48. */
const idAt = (ids: Buffer, at: number): number => ids.readUIntBE(at * ID_BYTES + 2, 6);
