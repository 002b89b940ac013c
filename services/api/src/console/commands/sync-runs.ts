import { setTimeout as pause } from 'node:timers/promises';
import { type ApiCaller, ApiRefusal } from '../api-caller.js';
import { CommandFailed } from '../command-failed.js';
import type { Scene } from '../console-command.js';
import { Stopped } from '../deadline.js';

const LOOK_EVERY_MS = 300;

export interface BackendCard {
  readonly name: string;
  readonly type: string;
  readonly import: { readonly enabled: boolean; readonly last_sync: string | null };
  readonly export: { readonly enabled: boolean; readonly last_sync: string | null };
  readonly options: Readonly<Record<string, unknown>>;
}

export interface RunCard {
  readonly id: string;
  readonly kind: string;
  readonly identity: string;
  readonly backend: string | null;
  readonly mode: string | null;
  readonly status: string;
  readonly progress: { readonly done: number; readonly total: number | null };
  readonly counts: Readonly<
    Record<
      'added' | 'updated' | 'unchanged' | 'failed' | 'played' | 'unplayed' | 'progress' | 'skipped',
      number
    >
  >;
  /** Movies and episodes apart. */
  readonly by_type?: Readonly<
    Partial<Record<'movie' | 'episode', Readonly<Record<'added' | 'updated' | 'failed', number>>>>
  >;
  /** How often each reason stood in the way. */
  readonly skipped_by?: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly error: { readonly message: string; readonly hint: string | null } | null;
}

export interface Selection {
  readonly user: string | undefined;
  readonly backends: readonly string[];
  readonly isExcluded: boolean;
}

/** The identities that are meant: the one that is named, else all that have a backend. */
export async function identitiesFor(api: ApiCaller, user: string | undefined): Promise<readonly string[]> {
  const { identities } = await api.get<{
    readonly identities: readonly { readonly identity: string; readonly backends: readonly string[] }[];
  }>('identities');
  if (user === undefined)
    return identities.filter(({ backends }) => backends.length > 0).map(({ identity }) => identity);
  if (!identities.some(({ identity }) => identity === user))
    throw new CommandFailed(`There is no identity ${user}.`);
  return [user];
}

/** The backends of one identity that are meant; without a selection those that `isWanted` says. */
export async function selectedBackends(
  api: ApiCaller,
  { backends: named, isExcluded }: Selection,
  isWanted: (backend: BackendCard) => boolean,
): Promise<BackendCard[]> {
  const all = await api.get<readonly BackendCard[]>('backends');
  if (named.length === 0) return all.filter(isWanted);
  return all.filter(({ name }) => named.includes(name) !== isExcluded);
}

/** Refuses a selection that no identity has anything for. */
export function checkSelection(found: readonly BackendCard[], { backends, isExcluded }: Selection): void {
  const unknown = isExcluded ? undefined : backends.find((name) => !found.some((one) => one.name === name));
  if (unknown !== undefined) throw new CommandFailed(`There is no backend ${unknown}.`);
  if (found.length === 0 && backends.length > 0) throw new CommandFailed('The selection leaves no backend.');
}

interface Start {
  readonly api: ApiCaller;
  readonly backend: string;
  readonly kind: 'import' | 'export' | 'backup' | 'validate';
  readonly body: object;
}

/** Starts a run; null when one is under way already, unless it is our own from before the process died. */
export async function startRun({ api, backend, kind, body }: Start, scene: Scene): Promise<string | null> {
  try {
    return (await api.post<{ readonly run_id: string }>(`backend/${backend}/${kind}`, body)).run_id;
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
    const busy = runIdIn(error.body);
    if (scene.attempt > 1 && busy !== null) return busy;
    scene.printer.notice(error.message, { backend });
    return null;
  }
}

/** Follows runs of one identity to their end; when this command has to stop for good, so do they. */
export async function followRuns(ids: readonly string[], scene: Scene): Promise<RunCard[]> {
  try {
    return await Promise.all(ids.map((id) => followRun(scene.api, id, scene)));
  } catch (error) {
    const { reason } = scene.signal as { readonly reason: unknown };
    if (reason instanceof Stopped && reason.why !== 'leaving')
      await Promise.allSettled(ids.map((id) => scene.afterwards.post(`runs/${id}/cancel`)));
    throw error;
  }
}

async function followRun(api: ApiCaller, id: string, { printer, signal }: Scene): Promise<RunCard> {
  let last = '';
  for (;;) {
    const run = await api.get<RunCard>(`runs/${id}`);
    const { kind, backend, status, progress } = run;
    const line = `${kind} ${backend ?? ''}: ${status.replace('_', ' ')}, ${progress.done}${progress.total === null ? '' : ` of ${progress.total}`}`;
    if (line !== last) printer.info(line, { run: id });
    last = line;
    if (status !== 'queued' && status !== 'running') return run;
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** What went wrong, or waits for a person. Whether all is well. */
export function tellEnds(runs: readonly RunCard[], { printer }: Scene): boolean {
  for (const { id, kind, identity, backend, status, error } of runs) {
    const name = backend === null ? identity : `${identity}@${backend}`;
    if (error)
      printer.error(`${kind} of '${name}': ${error.message} ${error.hint ?? ''}`.trimEnd(), { run: id });
    if (status === 'awaiting_approval')
      printer.warning(`${kind} of '${name}' ${DANGERS[kind] ?? UNMARKS} and waits for your approval.`, {
        run: id,
      });
    if (status === 'cancelled') printer.warning(`${kind} of '${name}' was cancelled.`, { run: id });
  }
  return runs.every(({ status }) => status === 'succeeded');
}

const UNMARKS = 'would mark many items as unwatched';
/** What a parked run of another kind would do. */
const DANGERS: Readonly<Record<string, string>> = { playlist: 'would delete many lists' };

const runIdIn = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'run_id' in body && typeof body.run_id === 'string'
    ? body.run_id
    : null;
