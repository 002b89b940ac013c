import type { ApiCaller } from '../api-caller.js';
import { CommandFailed } from '../command-failed.js';
import { WrongValue } from '../command-parser.js';
import { BACKENDS, choice, flag, number, text, texts, USER, type Values } from '../options.js';
import { command } from './simple-command.js';
import { followRuns, type RunCard, selectedBackends, startRun } from './sync-runs.js';

interface Item {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
  readonly watched: boolean;
  readonly progress: number | null;
  readonly via: string;
  readonly updated: number;
  readonly reported_by: readonly string[];
}

interface Page {
  readonly paging: { readonly total: number; readonly current_page: number; readonly last_page: number };
  readonly history: readonly Item[];
}

const HISTORY = {
  user: USER,
  page: number('', 'The page', { min: 1 }),
  perpage: number('', 'Rows of a page; 12 when absent', { min: 1, max: 1_000 }),
  sort: texts('s', 'field:asc or field:desc; may be repeated'),
  'with-duplicates': flag('', 'With the ids of duplicates'),
  id: number('', 'This item', { min: 1 }),
  played: flag('', 'Only what is watched'),
  unplayed: flag('', 'Only what is not watched'),
  via: text('b', 'Only what this backend said last', { suggests: 'backend' }),
  year: number('y', 'Of this year', { min: 1, max: 9_999 }),
  type: choice('t', 'Of this type', ['movie', 'episode']),
  title: text('', 'Whose title contains this'),
  season: number('', 'Of this season', { min: 0, max: 10_000 }),
  episode: number('', 'Of this number', { min: 0, max: 100_000 }),
  query: texts('', 'Any further filter of the API, as key=value; may be repeated'),
};

export const HistoryList = command({
  name: 'history:list',
  summary: 'List what was watched',
  aliases: ['db:list'],
  options: HISTORY,
  examples: ['--played -t movie', '--title signal -o json'],
  run: async ({ options }, { api, printer }) => {
    const page = await pageOf(api.about(options.user), options);
    const { total, current_page: current, last_page: last } = page.paging;
    if (printer.manner.shape !== 'table') printer.data({ paging: page.paging, history: page.history });
    else if (page.history.length === 0) printer.headline('No item fits.');
    else {
      printer.table(COLUMNS, page.history.map(rowOf));
      printer.notice(`Page ${current} of ${last}; ${total} items.`);
    }
    return 0;
  },
});

type Filters = Values<typeof HISTORY>;

async function pageOf(api: ApiCaller, { id, ...options }: Filters): Promise<Page> {
  if (id === undefined) return api.get<Page>('history', queryOf(options));
  return {
    paging: { total: 1, current_page: 1, last_page: 1 },
    history: [await api.get<Item>(`history/${id}`)],
  };
}

function queryOf({ played, unplayed, query, sort, ...options }: Omit<Filters, 'id'>) {
  if (played && unplayed) throw new WrongValue('--played and --unplayed exclude one another.');
  const { user: _, 'with-duplicates': duplicates, ...filters } = options;
  return {
    ...filters,
    ...(sort.length > 0 ? { sort: sort.join(',') } : {}),
    ...(played || unplayed ? { watched: played ? '1' : '0' } : {}),
    ...(duplicates ? { with_duplicates: true } : {}),
    ...Object.fromEntries(query.map(pairOf)),
  };
}

function pairOf(text: string): readonly [string, string] {
  const [, key = '', value = ''] = /^([\w.]+)=(.*)$/s.exec(text) ?? [];
  if (key === '') throw new WrongValue(`--query is key=value, not ${text}.`);
  return [key, value];
}

const COLUMNS = {
  id: 'Id',
  type: 'Type',
  title: 'Title',
  watched: 'Watched',
  progress: 'Progress',
  updated: 'Updated',
  via: 'Via',
  reported: 'Reported by',
};

const rowOf = (item: Item) => ({
  id: item.id,
  type: item.type,
  title: titleOf(item),
  watched: item.watched,
  progress: item.progress === null || item.progress === 0 ? '' : clock(item.progress),
  updated: new Date(item.updated * 1_000).toISOString().slice(0, 19).replace('T', ' '),
  via: item.via,
  reported: item.reported_by.join(', '),
});

const two = (value: number): string => String(value).padStart(2, '0');
const titleOf = ({ title, year, season, episode }: Item): string =>
  season === null || episode === null
    ? `${title}${year === null ? '' : ` (${year})`}`
    : `${title} - ${two(season)}x${two(episode)}`;
const clock = (ms: number): string =>
  [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1_000) % 60].map(two).join(':');

interface Story {
  readonly story: readonly Readonly<Record<string, unknown>>[];
}

export const HistoryExplain = command({
  name: 'history:explain',
  summary: 'Show every decision about one item, and why',
  options: { user: USER },
  args: [{ name: 'id', about: "The item's id, as history:list shows it" }],
  run: async ({ options, args: [id = ''] }, { api, printer }) => {
    const explanation = await api.about(options.user).get<Story>(`history/${encodeURIComponent(id)}/explain`);
    printer.either(explanation, () =>
      explanation.story.map((entry) =>
        Object.entries(entry)
          .filter(([, value]) => value !== null && value !== '')
          .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
          .join('  '),
      ),
    );
    return 0;
  },
});

interface Change {
  readonly item: Item;
  readonly backend: string | null;
  readonly before: { readonly watched: boolean; readonly position_ms: number };
  readonly after: { readonly watched: boolean; readonly position_ms: number };
  readonly rule: string;
  readonly status: string;
}

export const StatePlan = command({
  name: 'state:plan',
  summary: 'Show what the next export would change, and why',
  options: {
    user: USER,
    'select-backend': BACKENDS,
    'force-full': flag('f', 'As if everything were compared'),
    limit: number('l', 'At most so many changes of each backend', { min: 1, max: 1_000 }),
  },
  run: async ({ options }, scene) => {
    const own = scene.api.about(options.user);
    const selection = { user: options.user, backends: options['select-backend'], isExcluded: false };
    const backends = await selectedBackends(own, selection, (backend) => backend.export.enabled);
    if (backends.length === 0 && selection.backends.length > 0)
      throw new CommandFailed('There is no such backend.');
    const ids = await Promise.all(
      backends.map(({ name }) =>
        startRun(
          { api: own, backend: name, kind: 'export', body: { dry_run: true, force: options['force-full'] } },
          scene,
        ),
      ),
    );
    const runs = await followRuns(
      ids.filter((id) => id !== null),
      scene,
    );
    const changes = (
      await Promise.all(runs.map((run) => changesOf(run, scene, options.limit ?? 200)))
    ).flat();
    if (changes.length === 0 && scene.printer.manner.shape === 'table')
      scene.printer.headline('There is nothing to export.');
    else
      scene.printer.table(
        {
          backend: 'Backend',
          title: 'Title',
          before: 'There now',
          after: 'Would be',
          rule: 'Because',
          status: 'Status',
        },
        changes,
      );
    return 0;
  },
});

async function changesOf(
  { id }: RunCard,
  { api }: { readonly api: Parameters<typeof startRun>[0]['api'] },
  most: number,
) {
  const { items } = await api.get<{ readonly items: readonly Change[] }>(`runs/${id}/changes`, {
    perpage: most,
  });
  return items.map(({ item, backend, before, after, rule, status }) => ({
    ...{ backend, title: titleOf(item), before: stateOf(before), after: stateOf(after), rule, status },
  }));
}

const stateOf = ({ watched, position_ms: position }: Change['before']): string =>
  position > 0
    ? `${watched ? 'watched' : 'unwatched'} at ${clock(position)}`
    : watched
      ? 'watched'
      : 'unwatched';
