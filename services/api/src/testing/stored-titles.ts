import type { RemoteItem, Truth } from '#libs/core';
import {
  type BackendRecord,
  Backends,
  ImportPages,
  type PageContext,
  type PageDecisions,
} from '#libs/database';
import type { ApiStage } from './api-stage.js';

/** A title as one backend reported it at its first import; it becomes the truth. */
export interface StoredTitle extends Partial<RemoteItem> {
  readonly title: string;
  /** What the backend shows, where that differs from the truth. */
  readonly shown?: Partial<RemoteItem>;
  /** Unix seconds of the decision. */
  readonly at?: number;
}

const FIRST_OF_2025 = 1_735_689_600;

const BLANK: RemoteItem = {
  id: '',
  type: 'movie',
  title: '',
  episodeTitle: null,
  year: null,
  season: null,
  episode: null,
  lastEpisode: null,
  guids: {},
  parentGuids: {},
  watched: false,
  positionMs: 0,
  playCount: null,
  playedAt: null,
  addedAt: FIRST_OF_2025,
  runtimeMs: null,
  libraryId: 'shelf',
  showId: null,
  path: null,
};

/** A page that comes to nothing. */
export const NOTHING: PageDecisions = {
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
  await decide(
    stage,
    { backend, runId: null },
    {
      ...NOTHING,
      newItems: titles.map((title) => ({
        report: reportOf(title),
        truth: truthOf(title),
        keys: [],
        rule: 'first-seen',
      })),
      seen: titles.map((title, index) => {
        const report = { ...reportOf(title), ...title.shown };
        return {
          remoteId: report.id,
          part: 0,
          item: { isNew: index },
          report,
          fingerprint: report.id,
          isEcho: false,
        };
      }),
    },
  );
}

/** Writes decisions as the importer does, in one unit of work. */
export async function decide(
  stage: ApiStage,
  { backend, runId }: { readonly backend: string; readonly runId: string | null },
  decisions: PageDecisions,
): Promise<void> {
  const { id, name, identityId, accountGeneration } = await backendOf(stage, backend);
  const context: PageContext = {
    identityId,
    accountGeneration,
    cause: 'import',
    runId,
    backendId: id,
    via: name,
    event: 'task.import',
    now: FIRST_OF_2025,
    asSource: true,
    dryRun: false,
    lastCompleteRead: null,
  };
  const page = { remoteIds: [], keys: [] };
  await stage.app.get(ImportPages).apply(context, page, { cursor: null, decide: () => decisions });
}

export async function backendOf(stage: ApiStage, name: string): Promise<BackendRecord> {
  const found = await stage.app.get(Backends).find(1, name);
  if (!found) throw new Error(`there is no backend ${name}`);
  return found;
}

export function reportOf({ at = FIRST_OF_2025, shown: _, ...item }: StoredTitle): RemoteItem {
  const isEpisode = item.episode !== undefined;
  return {
    ...BLANK,
    id: `native-${item.title}-${item.episode ?? 0}`,
    type: isEpisode ? 'episode' : 'movie',
    playedAt: item.watched === true ? at : null,
    ...item,
  };
}

function truthOf({ watched = false, positionMs = 0, at = FIRST_OF_2025 }: StoredTitle): Truth {
  const decided = watched ? at : null;
  return {
    kind: watched ? 'played' : 'default',
    decidedAt: decided,
    playedAt: decided,
    positionMs,
    positionAt: positionMs > 0 ? at : null,
  };
}
