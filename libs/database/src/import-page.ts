import type { Candidate, Guids, ItemKey, Knowledge, RemoteItem, Truth } from '#libs/core';
import type { FoundConflict } from './conflict-notes.js';
import type { Settling } from './intents.js';
import type { RunStep } from './run-steps.js';
import type { Causation, LedgerEntry } from './truths.js';

/** A copy as one report names it: a file of several episodes has one copy for each. */
export interface CopyId {
  readonly remoteId: string;
  readonly part: number;
}

export const copyKey = ({ remoteId, part }: CopyId): string => `${remoteId}\n${part}`;

/** The copy of a `copyKey`. */
export const copyIdOf = (key: string): CopyId => {
  const at = key.lastIndexOf('\n');
  return { remoteId: key.slice(0, at), part: Number(key.slice(at + 1)) };
};

/** What is stored of an item that a page may touch. */
export interface KnownItem extends Candidate {
  readonly truth: Truth;
  /** Latest viewing that another backend reported, unix seconds. */
  readonly viewedElsewhereAt: number | null;
  /** When the truth is the undated unmark of a copy on another backend: that copy, and the last look before it (M-33). */
  readonly unmarkedBy: (CopyId & { readonly backendId: number; readonly since: number }) | null;
}

/** Everything that a page's decisions need, loaded by set. */
export interface PageKnowledge {
  readonly copies: ReadonlyMap<string, { readonly itemId: number; readonly knowledge: Knowledge }>;
  readonly keys: ReadonlyMap<ItemKey, number>;
  readonly items: ReadonlyMap<number, KnownItem>;
  /** What single news took away lately; null for a run, which is weighed as a whole. */
  readonly flood: UnmarkFlood | null;
}

/** Unmarks by single news of the last minutes, against how many items the person has watched. */
export interface UnmarkFlood {
  readonly unmarks: number;
  readonly watched: number;
}

export interface NewItem {
  readonly report: RemoteItem;
  readonly truth: Truth;
  readonly keys: readonly ItemKey[];
  readonly rule: string;
}

export interface SeenCopy extends CopyId {
  /** An item's id, or `new` with its place among the new items. */
  readonly item: { readonly id: number } | { readonly isNew: number };
  readonly report: RemoteItem;
  readonly fingerprint: string;
  readonly isEcho: boolean;
}

/** Stored items that proved to be one: `gone` become the item, and the ledger keeps what they were (M-28). */
export interface ItemMerge {
  readonly itemId: number;
  readonly gone: readonly number[];
  readonly before: Truth;
  readonly after: Truth;
}

/** What a page comes to; written in one transaction. */
export interface PageDecisions {
  readonly newItems: readonly NewItem[];
  /** Changed truths of known items. */
  readonly changes: readonly LedgerEntry[];
  /** Unmarks that wait until the read is proved complete. */
  readonly proposals: readonly LedgerEntry[];
  /** Known items whose titles or ids grew. */
  readonly grown: readonly {
    readonly itemId: number;
    readonly guids: Guids;
    readonly parentGuids: Guids;
    readonly keys: readonly ItemKey[];
  }[];
  readonly seen: readonly SeenCopy[];
  /** Items where some backend may be out of step with the truth. */
  readonly restless: readonly number[];
  readonly merges?: readonly ItemMerge[];
  /** Copies that are of no item any more: in quarantine, or no longer part of their file. */
  readonly dropped?: readonly CopyId[];
  /** Items that a copy left; without another copy they go (M-30). */
  readonly left?: readonly number[];
  readonly conflicts?: readonly FoundConflict[];
  readonly step: RunStep;
}

export interface PageContext extends Causation, Settling {
  /** Of the backend when it was read. */
  readonly accountGeneration: number;
  readonly now: number;
  readonly asSource: boolean;
  /** A rehearsal: what would change is recorded with the run as proposed, nothing else is written. */
  readonly dryRun: boolean;
  /** Unix seconds of the backend's last complete read: what stayed unchanged was seen then, too. */
  readonly lastCompleteRead: number | null;
}

export interface PageOutcome {
  /** Backends that now have an open intent. */
  readonly backendIds: readonly number[];
  readonly isCancelAsked: boolean;
}
