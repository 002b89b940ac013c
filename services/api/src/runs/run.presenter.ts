import { skipReasons, typeCounts, warnings, type PlayState } from '#libs/core';
import type { RunChange, RunRecord } from '#libs/database';
import { present } from '../http/present.js';
import type { ChangeDto, PlayStateDto, RunDto } from './runs.dto.js';

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

export const toRun = (run: RunRecord): RunDto => ({
  id: run.id,
  kind: run.kind,
  identity: run.identityName,
  backend: run.backendName,
  mode: run.mode,
  dry_run: run.dryRun,
  status: run.status,
  progress: { done: run.done, total: run.total },
  counts: run.counts,
  by_type: { movie: typeCounts(run.tally, 'movie'), episode: typeCounts(run.tally, 'episode') },
  skipped_by: skipReasons(run.tally),
  warnings: warnings(run.tally),
  requests: run.requests,
  created_at: run.createdAt.toISOString(),
  started_at: iso(run.startedAt),
  finished_at: iso(run.finishedAt),
  error: run.error,
  ...restoreOf(run),
  ...undoneBy(run),
  ...startedWith(run),
  ...(run.options.bulk ? { bulk: run.options.bulk } : {}),
});

/** Only what a request can say; what is kept beside it is nobody else's business. */
function startedWith({ kind, options }: RunRecord): Pick<RunDto, 'options'> {
  if (kind !== 'import' && kind !== 'export') return {};
  const { force, ignore_date, metadata_only, trust, sync_requests, mapper, libraries } = options;
  return { options: present({ force, ignore_date, metadata_only, trust, sync_requests, mapper, libraries }) };
}

const undoneBy = ({ options: { undo } }: RunRecord): Pick<RunDto, 'undo_of'> =>
  undo?.kind === 'run' ? { undo_of: undo.runId } : {};

function restoreOf({ options, cursor }: RunRecord): Pick<RunDto, 'restore'> {
  if (!options.restore) return {};
  const told: Readonly<Record<string, unknown>> =
    typeof cursor === 'object' && cursor !== null ? { ...cursor } : {};
  const count = (name: string): number => (typeof told[name] === 'number' ? told[name] : 0);
  return {
    restore: {
      file: options.restore.file,
      entries: count('entries'),
      invalid: count('invalid'),
      found: count('found'),
      not_found: count('notFound'),
      progress: options.restore.progress,
    },
  };
}

const toPlayState = ({ watched, positionMs }: PlayState): PlayStateDto => ({
  watched,
  position_ms: positionMs,
});

export const toChange = ({ before, after, at, ...change }: RunChange): ChangeDto => ({
  ...change,
  before: toPlayState(before),
  after: toPlayState(after),
  at: at.toISOString(),
});
