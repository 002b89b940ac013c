import { backendOf, type Library, type RemoteUserDetails } from '#libs/backends';
import type { BackendRecord, RunRecord } from '#libs/database';
import { MASK, maskOptions } from '#libs/directory';
import { present } from '../http/present.js';
import type { ActiveRunDto, BackendDto, BackendUserDto, LibraryDto } from './backends.dto.js';

export type ActiveRun = Pick<RunRecord, 'id' | 'kind' | 'status'>;

interface Surroundings {
  readonly activeRuns: readonly ActiveRun[];
  readonly webhook: string;
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** A backend for the outside: the token never leaves (rest-api.md 1.7). */
export const toBackend = (record: BackendRecord, { activeRuns, webhook }: Surroundings): BackendDto => ({
  name: record.name,
  type: record.type,
  url: record.url,
  uuid: record.uuid,
  user: record.userId,
  user_name: record.userName,
  token: MASK,
  token_set: record.sealedToken !== '',
  import: { enabled: record.importEnabled, last_sync: iso(record.importLastSync) },
  export: { enabled: record.exportEnabled, last_sync: iso(record.exportLastSync) },
  options: maskOptions(record.options),
  urls: { webhook },
  health: { status: record.healthStatus, message: record.healthMessage, checked_at: iso(record.healthAt) },
  clock_ahead_seconds: record.clockAhead,
  active_runs: activeRuns.map(toActiveRun),
});

const toActiveRun = ({ id, kind, status }: ActiveRun): ActiveRunDto => ({ id, kind, status });

export const toLibrary = (library: Library, record: BackendRecord): LibraryDto => {
  const { id, title, type, supported, contentType, agent, scanner } = library;
  return {
    id,
    title,
    type,
    supported,
    ignored: ignoredLibraries(record).has(id),
    ...present({ contentType, agent, scanner }),
    webUrl: backendOf(record.type).webLinks(record).library(library),
  };
};

/** `options.ignore` is a comma separated text (env.md 5). */
export const ignoredLibraries = ({ options }: BackendRecord): ReadonlySet<string> =>
  new Set(
    (options.ignore ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
  );

export const toUser = ({ updatedAt, ...user }: RemoteUserDetails): BackendUserDto => ({
  ...user,
  updatedAt: updatedAt === null ? null : new Date(updatedAt * 1000).toISOString(),
});
