import { itemKeys, NOTHING_KNOWN, sameTruth, UNDECIDED, type RemoteItem, type Truth } from '#libs/core';
import type { BackendRecord } from '../backends.js';
import {
  copyKey,
  type KnownItem,
  type PageContext,
  type PageDecisions,
  type PageKnowledge,
  type PageOutcome,
} from '../import-page.js';
import { ImportPages } from '../import-pages.js';
import type { LedgerEntry } from '../truths.js';
import type { Stage } from './stage.js';

/** Unix seconds, each later than the one before. */
export const LONG_AGO: number = 1_700_000_000;
export const EARLIER: number = 1_710_000_000;
export const LATER: number = 1_720_000_000;

export const played = (at: number): Truth => ({
  kind: 'played',
  decidedAt: at,
  playedAt: at,
  positionMs: 0,
  positionAt: null,
});
export const unplayed = (at: number): Truth => ({
  ...played(at),
  kind: 'unplayed',
  playedAt: null,
  positionAt: at,
});
export const paused = (positionMs: number, at: number): Truth => ({
  ...UNDECIDED,
  positionMs,
  positionAt: at,
});

/** A movie as a backend shows it; its id there is its title unless a test says more. */
export const aReport = (changes: Partial<RemoteItem> & { readonly title: string }): RemoteItem => ({
  id: changes.title,
  type: 'movie',
  episodeTitle: null,
  year: 2020,
  season: null,
  episode: null,
  lastEpisode: null,
  guids: { youtube: changes.title },
  parentGuids: {},
  watched: false,
  positionMs: 0,
  playCount: null,
  playedAt: null,
  addedAt: LONG_AGO,
  runtimeMs: null,
  libraryId: '1',
  showId: null,
  path: null,
  ...changes,
});

export const aMoviePage = (count: number, changes: Partial<RemoteItem> = {}): RemoteItem[] =>
  Array.from({ length: count }, (_, number) => aReport({ title: `Title ${number}`, ...changes }));

export const contextOf = (backend: BackendRecord, changes: Partial<PageContext> = {}): PageContext => ({
  identityId: backend.identityId,
  accountGeneration: backend.accountGeneration,
  cause: 'import',
  runId: null,
  backendId: backend.id,
  via: backend.name,
  event: 'task.import',
  now: LATER,
  asSource: true,
  dryRun: false,
  lastCompleteRead: null,
  ...changes,
});

export const NO_STEP = { done: 0, counts: {}, requests: 0 } as const;

export const NO_DECISIONS: PageDecisions = {
  newItems: [],
  changes: [],
  proposals: [],
  grown: [],
  seen: [],
  restless: [],
  step: NO_STEP,
};

/** What a title's report alone makes of it. */
const firstTruth = ({ watched, positionMs, playedAt }: RemoteItem): Truth =>
  watched
    ? played(playedAt ?? EARLIER)
    : positionMs > 0
      ? paused(positionMs, playedAt ?? EARLIER)
      : UNDECIDED;

/** The least that an importer can decide: known by its keys or new, and watched once it is watched anywhere. */
export function decideSimply(reports: readonly RemoteItem[], known: PageKnowledge): PageDecisions {
  const newItems: PageDecisions['newItems'][number][] = [];
  const changes: LedgerEntry[] = [];
  const seen = reports.map((report) => {
    const item = itemOf(report, known);
    if (item) changes.push(...watchedNow(item, report));
    else newItems.push({ report, truth: firstTruth(report), keys: itemKeys(report), rule: 'first' });
    return {
      remoteId: report.id,
      part: 0,
      report,
      fingerprint: fingerprintOf(report),
      isEcho: false,
      item: item ? { id: item.id } : { isNew: newItems.length - 1 },
    };
  });
  const restless = changes.map(({ itemId }) => itemId);
  return { ...NO_DECISIONS, newItems, changes, seen, restless, step: { ...NO_STEP, done: reports.length } };
}

export const fingerprintOf = ({ watched, positionMs }: RemoteItem): string => `${watched}/${positionMs}`;

function itemOf(report: RemoteItem, { keys, items, copies }: PageKnowledge): KnownItem | undefined {
  const byKey = itemKeys(report).flatMap((key) => keys.get(key) ?? []);
  const id = byKey[0] ?? copies.get(copyKey({ remoteId: report.id, part: 0 }))?.itemId;
  return id === undefined ? undefined : items.get(id);
}

function watchedNow({ id, truth }: KnownItem, report: RemoteItem): LedgerEntry[] {
  const after = firstTruth(report);
  if (!report.watched || sameTruth(after, truth) || truth.kind === 'played') return [];
  return [{ itemId: id, before: truth, after, rule: 'played' }];
}

export const pageOf = (reports: readonly RemoteItem[]) => ({
  remoteIds: reports.map(({ id }) => id),
  keys: [...new Set(reports.flatMap((report) => itemKeys(report)))],
});

/** Imports a page the simple way. */
export const importPage = (
  stage: Stage,
  context: PageContext,
  reports: readonly RemoteItem[],
): Promise<PageOutcome> =>
  new ImportPages(stage.database).apply(context, pageOf(reports), {
    cursor: null,
    decide: (known) => decideSimply(reports, known),
  });

/** What is stored of these reports, as the next decision would be told. */
export async function knowledgeOfPage(
  stage: Stage,
  context: PageContext,
  reports: readonly RemoteItem[],
): Promise<PageKnowledge> {
  const seen: PageKnowledge[] = [];
  await new ImportPages(stage.database).apply(context, pageOf(reports), {
    cursor: null,
    decide: (known) => {
      seen.push(known);
      return NO_DECISIONS;
    },
  });
  return seen[0] ?? { copies: new Map(), keys: new Map(), items: new Map(), flood: null };
}

export const knowledgeOfCopy = ({ copies }: PageKnowledge, remoteId: string) =>
  copies.get(copyKey({ remoteId, part: 0 }))?.knowledge ?? NOTHING_KNOWN;
