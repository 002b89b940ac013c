import { CommandFailed } from '../command-failed.js';
import type { Scene } from '../console-command.js';
import { BACKEND, flag, text, USER } from '../options.js';
import { command } from './simple-command.js';

const LIBRARY = { user: USER, 'select-backend': BACKEND, id: text('', 'The id of the library') };

function pathOf(backend: string | undefined, what: string, id: string | undefined): string {
  if (backend === undefined) throw new CommandFailed('Name the backend: -s <backend>.');
  if (id === undefined)
    throw new CommandFailed('Name the library: --id <library>; backend:library:list shows them.');
  return `backend/${encodeURIComponent(backend)}/${what}/${encodeURIComponent(id)}`;
}

interface LibraryCard {
  readonly id: string;
  readonly title: string;
  readonly ignored: boolean;
}

export const LibraryIgnore = command({
  name: 'backend:library:ignore',
  summary: 'Leave a library out of imports, or take it in again',
  options: { ...LIBRARY, remove: flag('r', 'Take it in again') },
  examples: ['-s plex_home --id 3', '-s plex_home --id 3 --remove'],
  run: async ({ options }, { api, printer }) => {
    const path = pathOf(options['select-backend'], 'library', options.id);
    const own = api.about(options.user);
    const libraries = options.remove
      ? await own.delete<readonly LibraryCard[]>(path)
      : await own.post<readonly LibraryCard[]>(path);
    printer.table(
      { id: 'ID', title: 'Title', ignored: 'Ignored' },
      libraries.map(({ id, title, ignored }) => ({ id, title, ignored })),
    );
    return 0;
  },
});

interface StaleReport {
  readonly counts: { readonly remote: number; readonly local: number; readonly stale: number };
  readonly items: readonly {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly year: number | null;
  }[];
}

export const LibraryStale = command({
  name: 'backend:library:stale',
  summary: 'List references to items that the backend does not have any more, or remove them',
  options: { ...LIBRARY, remove: flag('', 'Remove these references') },
  question: ({ options }) =>
    options.remove ? 'References to what the backend does not have any more are removed.' : null,
  run: async ({ options }, { api, printer }) => {
    const path = pathOf(options['select-backend'], 'stale', options.id);
    const own = api.about(options.user);
    const { counts, items } = await own.get<StaleReport>(path);
    printer.info(`${counts.remote} on the server, ${counts.local} here, ${counts.stale} stale.`);
    if (options.remove && items.length > 0) {
      const gone = await own.delete<{ readonly removed: number }>(path, {
        body: { ids: items.map(({ id }) => id) },
      });
      printer.headline(`Removed ${gone.removed} references.`);
    } else if (items.length === 0 && printer.manner.shape === 'table') printer.headline('Nothing is stale.');
    else
      printer.table(
        { id: 'id', type: 'type', title: 'title', year: 'year' },
        items.map(({ id, type, title, year }) => ({ id, type, title, year })),
      );
    return 0;
  },
});

/** Every backend of the identities that are meant. */
async function cards<T>(
  { api }: Scene,
  user: string | undefined,
): Promise<readonly (T & { readonly identity: string })[]> {
  const { identities } = await api.get<{ readonly identities: readonly { readonly identity: string }[] }>(
    'identities',
  );
  const wanted = identities.filter(({ identity }) => user === undefined || identity === user);
  if (wanted.length === 0) throw new CommandFailed(`There is no identity ${user ?? ''}.`);
  const lists = await Promise.all(
    wanted.map(async ({ identity }) =>
      (await api.about(identity).get<readonly T[]>('backends')).map((card) => ({ ...card, identity })),
    ),
  );
  return lists.flat();
}

interface Card {
  readonly name: string;
  readonly type: string;
  readonly user: string;
  readonly user_name: string | null;
  readonly import: { readonly enabled: boolean; readonly last_sync: string | null };
  readonly export: { readonly enabled: boolean; readonly last_sync: string | null };
  readonly health: { readonly status: string; readonly message: string | null };
}

export const BackendList = command({
  name: 'backend:list',
  summary: 'List the backends with their state',
  options: { user: USER },
  run: async ({ options }, scene) => {
    const found = await cards<Card>(scene, options.user);
    scene.printer.table(
      {
        identity: 'Identity',
        name: 'Name',
        type: 'Type',
        user: 'User',
        import: 'Import',
        last_import: 'Last import',
        export: 'Export',
        last_export: 'Last export',
        health: 'Health',
      },
      found.map((card) => ({
        ...{ identity: card.identity, name: card.name, type: card.type, user: card.user_name ?? card.user },
        ...{ import: card.import.enabled, last_import: card.import.last_sync ?? 'never' },
        ...{ export: card.export.enabled, last_export: card.export.last_sync ?? 'never' },
        health: card.health.message ?? card.health.status,
      })),
    );
    return 0;
  },
});

export const ConfigList = command({
  name: 'config:list',
  summary: 'List the backends with their switches and dates',
  options: { user: USER },
  run: async ({ options }, scene) => {
    const found = await cards<Card>(scene, options.user);
    scene.printer.table(
      {
        user: 'User',
        name: 'Name',
        type: 'Type',
        import: 'Import',
        export: 'Export',
        last_import: 'LastImportDate',
        last_export: 'LastExportDate',
      },
      found.map((card) => ({
        ...{
          user: card.identity,
          name: card.name,
          type: card.type,
          import: card.import.enabled,
          export: card.export.enabled,
        },
        ...{ last_import: card.import.last_sync ?? 'never', last_export: card.export.last_sync ?? 'never' },
      })),
    );
    return 0;
  },
});
