import type { Guids, ItemKey, Knowledge, RemoteItem, Truth } from '#libs/core';
import type { RunStep } from './run-steps.js';
import type { Causation, LedgerEntry } from './truths.js';

/** A copy as one report names it: a file of several episodes has one copy for each. */
export interface CopyId {
  readonly remoteId: string;
  readonly part: number;
}

export const copyKey = ({ remoteId, part }: CopyId): string => `${remoteId}\n${part}`;

/** What is stored of an item that a page may touch. */
export interface KnownItem {
  readonly id: number;
  readonly truth: Truth;
  readonly guids: Guids;
  readonly parentGuids: Guids;
  /** Latest viewing that another backend reported, unix seconds. */
  readonly viewedElsewhereAt: number | null;
}

/** Everything that a page's decisions need, loaded by set. */
export interface PageKnowledge {
  readonly copies: ReadonlyMap<string, { readonly itemId: number; readonly knowledge: Knowledge }>;
  readonly keys: ReadonlyMap<ItemKey, number>;
  readonly items: ReadonlyMap<number, KnownItem>;
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
  readonly step: RunStep;
}

export interface PageContext extends Causation {
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
