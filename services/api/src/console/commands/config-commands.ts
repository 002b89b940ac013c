import { CommandFailed } from '../command-failed.js';
import { BACKEND, BACKENDS, choice, flag, text, USER } from '../options.js';
import { command } from './simple-command.js';

type Card = Readonly<Record<string, unknown>> & { readonly name: string };

const need = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new CommandFailed(what);
  return value;
};
const backendPath = (name: string | undefined): string =>
  `backend/${encodeURIComponent(need(name, 'Name the backend: -s <backend>.'))}`;

/** `import.enabled` in `{import: {enabled}}`. */
function valueAt(holder: unknown, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>(
      (found, part) => (typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined),
      holder,
    );
}

/** What was typed, as the type that it looks like. */
function valueIn(typed: string): unknown {
  if (/^(true|false|null|-?\d+)$/.test(typed)) return JSON.parse(typed) as unknown;
  return typed;
}

export const ConfigView = command({
  name: 'config:view',
  summary: 'Show what is stored of the backends; tokens stay hidden',
  options: {
    user: USER,
    'select-backend': BACKENDS,
    exclude: flag('e', 'All but the selected backends'),
    expose: flag('x', 'Accepted: tokens can be written, never read'),
  },
  args: [{ name: 'filter', about: 'Only this key, such as import.enabled', isOptional: true }],
  run: async ({ options, args }, { api, printer }) => {
    const all = await api.about(options.user).get<readonly Card[]>('backends');
    const named = options['select-backend'];
    const unknown = named.find((name) => !all.some((card) => card.name === name));
    if (unknown !== undefined) throw new CommandFailed(`There is no backend ${unknown}.`);
    const wanted = all.filter(({ name }) => named.length === 0 || named.includes(name) !== options.exclude);
    const [filter] = args;
    const shown = wanted.map((card) => ({
      backend: card.name,
      data: filter === undefined ? withoutUrls(card) : valueAt(card, filter),
    }));
    if (printer.manner.shape !== 'table') printer.data(shown);
    else
      printer.table(
        { backend: 'Backend', data: 'Data' },
        shown.map(({ backend, data }) => ({ backend, data: linesOf(data) })),
      );
    return 0;
  },
});

/** The address of webhooks carries the key. */
const withoutUrls = ({ urls: _, ...card }: Card): object => card;
const linesOf = (data: unknown): string => (typeof data === 'string' ? data : JSON.stringify(data, null, 2));

export const ConfigEdit = command({
  name: 'config:edit',
  summary: 'Show or change one value of a backend',
  options: {
    user: USER,
    'select-backend': BACKEND,
    key: text('k', 'Such as import.enabled or options.IMPORT_METADATA_ONLY'),
    edit: text('e', 'The new value', { secret: true }),
    delete: flag('d', 'Take the option out'),
  },
  examples: ['-s plex_home -k import.enabled -e false'],
  run: async ({ options }, { api, printer }) => {
    const path = backendPath(options['select-backend']);
    const key = need(options.key, 'Name the value: -k <key>.');
    const own = api.about(options.user);
    const before = valueAt(await own.get(path), key);
    if (options.delete)
      await own.delete(`${path}/option/${encodeURIComponent(key.replace(/^options\./, ''))}`);
    else if (options.edit !== undefined) await own.patch(path, [{ key, value: valueIn(options.edit) }]);
    const after = valueAt(await own.get(path), key);
    printer.table({ key: 'Key', before: 'Before', after: 'After' }, [
      { key, before: shownValue(before), after: shownValue(after) },
    ]);
    return 0;
  },
});

const shownValue = (value: unknown): string => (value === undefined ? '' : linesOf(value));

export const ConfigDelete = command({
  name: 'config:delete',
  summary: 'Remove a backend, and what only it had reported',
  options: { user: USER, 'select-backend': BACKEND },
  question: ({ options }) =>
    `The backend ${options['select-backend'] ?? ''} is removed, and every record that no other backend knows.`,
  run: async ({ options }, { api, printer }) => {
    const { deleted } = await api
      .about(options.user)
      .delete<{ readonly deleted: { readonly references: number; readonly records: number } }>(
        backendPath(options['select-backend']),
      );
    printer.headline(`Removed ${deleted.references} references and ${deleted.records} records.`);
    return 0;
  },
});

interface Check {
  readonly name: string;
  readonly ok: boolean | null;
  readonly message: string;
}

export const ConfigTest = command({
  name: 'config:test',
  summary: 'Check that the backends can be reached and used',
  options: { user: USER, 'select-backend': BACKENDS, 'run-extended': flag('e', 'Also count the libraries') },
  run: async ({ options }, { api, printer }) => {
    const own = api.about(options.user);
    const all = await own.get<readonly Card[]>('backends');
    const named = options['select-backend'];
    const unknown = named.find((name) => !all.some((card) => card.name === name));
    if (unknown !== undefined) throw new CommandFailed(`There is no backend ${unknown}.`);
    const checks: (Check & { readonly backend: string })[] = [];
    for (const { name } of all.filter((card) => named.length === 0 || named.includes(card.name))) {
      const path = backendPath(name);
      const look = async (what: string, route: string): Promise<void> => {
        const outcome = await own.get(`${path}/${route}`).then(
          () => ({ ok: true, message: 'fine' }),
          (error: unknown) => ({
            ok: false,
            message: error instanceof Error ? error.message : String(error),
          }),
        );
        checks.push({ backend: name, name: what, ...outcome });
      };
      await look('server', 'info');
      await look('user', 'users');
      if (options['run-extended']) await look('libraries', 'library');
      else
        checks.push({ backend: name, name: 'libraries', ok: null, message: 'asked for by --run-extended' });
    }
    if (printer.manner.shape !== 'table') printer.data(checks);
    else
      for (const { backend, name, ok, message } of checks)
        printer.line(`[${mark(ok)}] ${backend} ${name}: ${message}`);
    return checks.some(({ ok }) => ok === false) ? 1 : 0;
  },
});

const mark = (ok: boolean | null): string => (ok === null ? 'SK' : ok ? 'OK' : 'FA');

export const ConfigAdd = command({
  name: 'config:add',
  summary: 'Add a backend; what is missing is asked for by name',
  aliases: ['config:manage'],
  options: {
    user: USER,
    'select-backend': BACKEND,
    add: flag('a', 'Accepted: a backend that does not exist is added'),
    type: choice('', 'What kind of server', ['plex', 'jellyfin', 'emby']),
    url: text('', 'Its address, such as http://plex:32400'),
    token: text('', 'The token or key', { secret: true }),
    'remote-user': text('', "The user's id on the server"),
    'no-import': flag('', 'Import data from this backend? No'),
    'metadata-only': flag('', 'Import metadata only from this backend? Yes'),
    'no-export': flag('', 'Export data to this backend? No'),
  },
  examples: ['-s plex_home --type plex --url http://plex:32400 --token …'],
  run: async ({ options }, { api, printer }) => {
    const name = need(options['select-backend'], 'Name the new backend: -s <name>.');
    await api.about(options.user).post('backends', {
      name,
      type: need(options.type, 'Say what kind of server it is: --type plex, jellyfin or emby.'),
      url: need(options.url, 'Say where it is: --url http://…'),
      token: need(options.token, 'Give the token: --token …'),
      ...(options['remote-user'] === undefined ? {} : { user: options['remote-user'] }),
      import: { enabled: !options['no-import'] && !options['metadata-only'] },
      export: { enabled: !options['no-export'] },
      ...(options['metadata-only'] ? { options: { IMPORT_METADATA_ONLY: true } } : {}),
    });
    printer.headline(`Added the backend ${name}.`);
    return 0;
  },
});
