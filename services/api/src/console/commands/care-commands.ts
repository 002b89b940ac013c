import { stringify } from 'yaml';
import { choice, flag, number, text, USER } from '../options.js';
import { command } from './simple-command.js';

export const SystemReport = command({
  name: 'system:report',
  summary: 'Facts for somebody who helps, without secrets and host names',
  options: {
    limit: number('l', 'Accepted: the report holds the last lines as they fit'),
    'include-db-sample': flag('s', "Accepted: play states are nobody else's concern"),
  },
  run: async (_wish, { api, printer }) => {
    const report = await api.get<object>('system/report');
    printer.either(report, () => stringify(report).trimEnd().split('\n'));
    return 0;
  },
});

export const SystemReset = command({
  name: 'system:reset',
  summary: 'Forget every play state and every delivery, of all persons; backends and settings stay',
  options: {},
  question: () => 'Every play state of all persons is forgotten. Backends and settings stay.',
  run: async (_wish, { api, printer }) => {
    const { message } = await api.delete<{ readonly message: string }>('system/reset', {
      body: { confirm: 'reset' },
    });
    printer.headline(message);
    return 0;
  },
});

export const CachePurge = command({
  name: 'cache:purge',
  summary: 'Empty the cache; queues and everything stored stay',
  options: {},
  run: async (_wish, { api, printer }) => {
    const { info } = await api.delete<{ readonly info: { readonly message: string } }>('system/cache');
    printer.headline(info.message);
    return 0;
  },
});

interface Rule {
  readonly rule: string;
  readonly title: string | null;
  readonly created: string;
}

export const IgnoreList = command({
  name: 'backend:ignore:list',
  summary: 'List the ids that are not matched by',
  options: {
    user: USER,
    'select-backend': text('s', 'Only of this backend', { suggests: 'backend' }),
    type: choice('t', 'Only of this type', ['movie', 'show', 'episode']),
    db: text('d', 'Only from there, as tmdb'),
    id: text('i', 'Only this id'),
  },
  run: async ({ options }, { api, printer }) => {
    const { type, db, id } = options;
    const rules = await api
      .about(options.user)
      .get<readonly Rule[]>('ignore', { type, db, id, backend: options['select-backend'] });
    printer.table(
      { rule: 'Rule', title: 'Title', created: 'Created' },
      rules.map(({ rule, title, created }) => ({ rule, title: title ?? '', created })),
    );
    return 0;
  },
});

export const IgnoreManage = command({
  name: 'backend:ignore:manage',
  summary: 'Do not match by an id of a backend any more, or match by it again',
  options: { user: USER, remove: flag('r', 'Match by it again') },
  args: [{ name: 'rule', about: 'As movie://tmdb:700001@plex_home, with ?id=… for one item only' }],
  examples: ['movie://tmdb:700001@plex_home', '-r movie://tmdb:700001@plex_home'],
  run: async ({ options, args: [rule = ''] }, { api, printer }) => {
    const own = api.about(options.user);
    if (options.remove) await own.delete('ignore', { body: { rule } });
    else await own.post('ignore', { rule });
    printer.headline(options.remove ? `Removed ${rule}.` : `Added ${rule}.`);
    return 0;
  },
});
