import { ApiRefusal } from '../api-caller.js';
import { CommandFailed } from '../command-failed.js';
import { choice, text, texts, USER } from '../options.js';
import { command } from './simple-command.js';

export const SystemApikey = command({
  name: 'system:apikey',
  summary: 'Show the API key, on the machine itself only',
  options: {},
  run: (_wish, { printer }) => {
    printer.error(
      'The key is shown on the machine itself only: run `console system:apikey` there, or read WS_API_KEY in config/.env.',
    );
    return Promise.resolve(1);
  },
});

/** For who is at the machine and has forgotten the password. */
export const ResetPassword = command({
  name: 'system:resetpassword',
  summary: 'Remove the account, so that the next visit makes a new one; all sessions end',
  options: {},
  run: async (_wish, { api, printer }) => {
    const { removed } = await api.post<{ readonly removed: number }>('system/auth/reset');
    printer.line(
      `${removed === 0 ? 'There was no account' : 'The account is removed'}; the sign-up page is open.`,
    );
    return 0;
  },
});

export const Health = command({
  name: 'health',
  summary: 'Show whether the stores, the queues and the backends are well',
  options: {},
  run: async (_wish, { api, printer }) => {
    const system = await api.get<{ readonly message: string }>('system/healthcheck').then(
      ({ message }) => ({ what: 'system', ok: true, message }),
      (error: unknown) => ({
        what: 'system',
        ok: false,
        message: error instanceof Error ? error.message : String(error),
      }),
    );
    const backends = await cardsOf(api);
    const rows = [system, ...backends];
    printer.table({ what: 'What', ok: 'Well', message: 'Message' }, rows);
    return rows.every(({ ok }) => ok) ? 0 : 1;
  },
});

interface HealthCard {
  readonly name: string;
  readonly health: { readonly status: string; readonly message: string | null };
}

type Api = Parameters<Parameters<typeof command>[0]['run']>[1]['api'];

async function cardsOf(api: Api) {
  const { identities } = await api.get<{ readonly identities: readonly { readonly identity: string }[] }>(
    'identities',
  );
  const lists = await Promise.all(
    identities.map(async ({ identity }) =>
      (await api.about(identity).get<readonly HealthCard[]>('backends')).map(({ name, health }) => ({
        what: `${identity}@${name}`,
        // Nobody has asked it yet: that is no illness.
        ok: health.status !== 'failing',
        message: health.message ?? health.status,
      })),
    ),
  );
  return lists.flat();
}

export const ApiTest = command({
  name: 'api:test',
  summary: 'Call a route of the API and show its answer',
  options: {
    method: choice('m', 'The verb', ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    body: text('b', 'The body, as JSON'),
    query: texts('', 'A parameter, as key=value; may be repeated'),
    user: USER,
  },
  args: [{ name: 'path', about: 'Such as history or backend/plex_home' }],
  run: async ({ options, args: [path = ''] }, { api, printer }) => {
    const own = api.about(options.user);
    const query = Object.fromEntries(
      options.query.map((pair) => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')]),
    );
    const route = path.replace(/^\/?(v1\/api\/)?/, '');
    try {
      const body = options.body === undefined ? undefined : bodyIn(options.body);
      printer.data(await own.ask(options.method ?? 'GET', route, { query, ...(body ? { body } : {}) }));
      return 0;
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      printer.error(`The API answered ${error.status}.`);
      printer.data(error.body);
      return 1;
    }
  },
});

function bodyIn(text: string): object {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return body;
  } catch {
    // Told below.
  }
  throw new CommandFailed('--body is a JSON object or list.');
}

export const SystemRoutes = command({
  name: 'system:routes',
  summary: 'List the routes of the API',
  options: {},
  run: async (_wish, { api, printer }) => {
    const { paths } = await api.get<{
      readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string }>>>>;
    }>('openapi.json');
    const rows = Object.entries(paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([verb, { summary }]) => ({
        method: verb.toUpperCase(),
        path,
        summary: summary ?? '',
      })),
    );
    printer.table({ method: 'Method', path: 'Path', summary: 'Summary' }, rows);
    return 0;
  },
});
