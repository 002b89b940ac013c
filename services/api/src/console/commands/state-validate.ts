import { type ApiCaller, ApiRefusal } from '../api-caller.js';
import type { Scene } from '../console-command.js';
import { flag, text, USER } from '../options.js';
import { command } from './simple-command.js';
import { identitiesFor } from './sync-runs.js';

interface Library {
  readonly id: string;
  readonly title: string;
  readonly supported: boolean;
  readonly ignored: boolean;
}

interface Stale {
  readonly counts: { readonly local: number; readonly stale: number };
  readonly items: readonly { readonly id: number }[];
}

interface Removed {
  readonly removed: number;
  /** Items whose reference stays. */
  readonly kept: readonly number[];
}

interface Found {
  readonly found: number;
  readonly removed: number;
}

/** As the guard of imports and exports: so many may go at once without a person (contract.md 5.8). */
const MOST_CHANGES = 25;
const MOST_PERCENT = 2;

/** A disk that is not mounted looks like a library whose items are gone. */
const isTooMuch = ({ local, stale }: Stale['counts']): boolean =>
  stale > Math.max(MOST_CHANGES, (local * MOST_PERCENT) / 100);

/** Removes references whose item is gone on the server (cli.md 2.5): it must say so twice, an hour apart. */
export const StateValidate = command({
  name: 'state:validate',
  summary: 'Remove references to items that their backend does not have any more, said twice an hour apart',
  options: {
    user: USER,
    'dry-run': flag('', 'Only count'),
    force: flag(
      'f',
      `Also where more than ${MOST_CHANGES} items and ${MOST_PERCENT} % of a library are gone`,
    ),
    progress: text('', 'Accepted: -vv tells each library'),
  },
  run: async ({ options }, scene) => {
    const rows: BackendFound[] = [];
    for (const identity of await identitiesFor(scene.api, options.user)) {
      const api = scene.api.about(identity);
      for (const { name } of await api.get<readonly { readonly name: string }[]>('backends'))
        rows.push({ identity, backend: name, ...(await tried(api, { backend: name, options, scene })) });
    }
    scene.printer.table(
      COLUMNS,
      rows.map(({ identity, backend, found, removed }) => ({ identity, backend, found, removed })),
    );
    return rows.some(({ isFailed }) => isFailed) ? 1 : 0;
  },
});

interface BackendFound extends Found {
  readonly identity: string;
  readonly backend: string;
  readonly isFailed: boolean;
}

/** A backend that cannot be asked keeps the others from nothing. */
async function tried(api: ApiCaller, task: Task): Promise<Found & { readonly isFailed: boolean }> {
  try {
    return { ...(await validate(api, task)), isFailed: false };
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    task.scene.printer.error(`${task.backend} could not be validated: ${error.message}`);
    return { found: 0, removed: 0, isFailed: true };
  }
}

const COLUMNS = {
  identity: 'Identity',
  backend: 'Backend',
  found: 'Reference Found',
  removed: 'Reference Removed',
};

interface Task {
  readonly backend: string;
  readonly options: { readonly 'dry-run': boolean; readonly force: boolean };
  readonly scene: Scene;
}

async function validate(api: ApiCaller, task: Task): Promise<Found> {
  const path = `backend/${encodeURIComponent(task.backend)}`;
  const libraries = await api.get<readonly Library[]>(`${path}/library`);
  let [found, removed] = [0, 0];
  for (const library of libraries.filter(({ supported, ignored }) => supported && !ignored)) {
    const one = await validateLibrary(api, library, task);
    found += one.found;
    removed += one.removed;
  }
  return { found, removed };
}

async function validateLibrary(
  api: ApiCaller,
  { id, title }: Library,
  { backend, options, scene: { printer } }: Task,
): Promise<Found> {
  const path = `backend/${encodeURIComponent(backend)}/stale/${encodeURIComponent(id)}`;
  const { counts, items } = await api.get<Stale>(path, { ignore: true });
  printer.info(`${backend}, ${title}: ${counts.stale} of ${counts.local} references are stale.`);
  const found = counts.local;
  if (options['dry-run'] || items.length === 0) return { found, removed: 0 };
  if (isTooMuch(counts) && !options.force) {
    printer.warning(
      `${backend}, ${title}: ${counts.stale} of ${counts.local} items seem to be gone; nothing is removed. Check the library, or use --force.`,
    );
    return { found, removed: 0 };
  }
  const { removed, kept } = await api.delete<Removed>(path, {
    body: { ids: items.map((item) => item.id), only_confirmed: true },
  });
  if (kept.length > 0)
    printer.info(
      `${backend}, ${title}: ${kept.length} stay, because the server has said so only once or not at all; an hour later it is asked again.`,
    );
  return { found, removed };
}
