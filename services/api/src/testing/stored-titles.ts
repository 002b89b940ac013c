import type { Guids, RemoteItem, Truth } from '#libs/core';
import { type BackendRecord, Backends, ImportPages, type PageDecisions } from '#libs/database';
import type { ApiStage } from './api-stage.js';

/** A title as one backend reported it at its first import. */
export interface StoredTitle {
  readonly title: string;
  readonly episodeTitle?: string;
  readonly year?: number;
  readonly season?: number;
  readonly episode?: number;
  readonly guids?: Guids;
  readonly parentGuids?: Guids;
  readonly watched?: boolean;
  readonly positionMs?: number;
  /** What the backend shows, where that differs from the truth. */
  readonly shown?: Partial<RemoteItem>;
  /** Unix seconds of the decision. */
  readonly at?: number;
}

const FIRST_OF_2025 = 1_735_689_600;

const NOTHING: PageDecisions = {
  newItems: [],
  changes: [],
  proposals: [],
  grown: [],
  seen: [],
  restless: [],
  step: { done: 0, counts: {}, requests: 0 },
};

/** Stores titles as an import of that backend would, in the order given. */
export async function storeTitles(
  stage: ApiStage,
  backend: string,
  titles: readonly StoredTitle[],
): Promise<void> {
  const record = await backendOf(stage, backend);
  const reports = titles.map(reportOf);
  await stage.app.get(ImportPages).apply(
    {
      identityId: record.identityId,
      cause: 'import',
      runId: null,
      backendId: record.id,
      via: record.name,
      event: 'task.import',
      now: FIRST_OF_2025,
      asSource: true,
      dryRun: false,
      lastCompleteRead: null,
    },
    { remoteIds: [], keys: [] },
    {
      cursor: null,
      decide: () => ({
        ...NOTHING,
        newItems: titles.map((title, index) => ({
          report: { ...reportOf(title, index), ...truthShown(title) },
          truth: truthOf(title),
          keys: [],
          rule: 'first-seen',
        })),
        seen: reports.map((report, index) => ({
          remoteId: report.id,
          part: 0,
          item: { isNew: index },
          report,
          fingerprint: report.id,
          isEcho: false,
        })),
      }),
    },
  );
}

export async function backendOf(stage: ApiStage, name: string): Promise<BackendRecord> {
  const found = await stage.app.get(Backends).find(1, name);
  if (!found) throw new Error(`there is no backend ${name}`);
  return found;
}

const truthShown = ({ watched = false, positionMs = 0 }: StoredTitle) => ({ watched, positionMs });

function reportOf(title: StoredTitle, index: number): RemoteItem {
  const { watched = false, positionMs = 0, at = FIRST_OF_2025 } = title;
  return {
    id: `native-${title.title}-${index}`,
    type: title.episode === undefined ? 'movie' : 'episode',
    title: title.title,
    episodeTitle: title.episodeTitle ?? null,
    year: title.year ?? null,
    season: title.season ?? null,
    episode: title.episode ?? null,
    lastEpisode: null,
    guids: title.guids ?? {},
    parentGuids: title.parentGuids ?? {},
    watched,
    positionMs,
    playCount: null,
    playedAt: watched ? at : null,
    addedAt: FIRST_OF_2025,
    runtimeMs: null,
    libraryId: 'shelf',
    showId: null,
    path: null,
    ...title.shown,
  };
}

const truthOf = ({ watched = false, positionMs = 0, at = FIRST_OF_2025 }: StoredTitle): Truth => ({
  kind: watched ? 'played' : 'default',
  decidedAt: watched ? at : null,
  playedAt: watched ? at : null,
  positionMs,
  positionAt: positionMs > 0 ? at : null,
});
