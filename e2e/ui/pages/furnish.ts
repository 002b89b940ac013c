import { eventually } from '../../harness/index.js';
import type { Admin } from '../admin.js';

interface Deliveries {
  readonly items: readonly { readonly id: number; readonly status: string }[];
}
interface Scan {
  readonly running_since: string | null;
}
interface Health {
  readonly running: boolean;
}
interface History {
  readonly history: readonly {
    readonly id: number;
    readonly metadata: Readonly<Record<string, { readonly id: string }>>;
  }[];
}

/** What the `{words}` of the addresses stand for. */
export type Ids = Readonly<Record<string, string>>;

/** Two servers, imported and rehearsed, and something on every page: a rule, a person, a token, an audit, a call of a server. */
export async function furnish(admin: Admin): Promise<Ids> {
  const { system, fakes } = admin;
  const api = system.api();
  const runs: Record<string, string> = {};
  for (const type of ['plex', 'jellyfin'] as const) {
    await api.addBackend(fakes.backend(type));
    runs['import'] = (await api.carryOut('import', type)).id;
  }
  runs['preview'] = (await api.carryOut('export', 'jellyfin', { dry_run: true })).id;
  const [item] = ((await api.get('history?perpage=1')).body as History).history;
  if (!item) throw new Error('the import brought nothing');
  await decorate(admin);
  const copy = item.metadata['jellyfin']?.id ?? '';
  runs['playlists'] = await share(admin, copy);
  const delivery = await ring(admin, copy);
  return { ...runs, item: String(item.id), delivery, ...(await names(admin)) };
}

async function decorate({ system }: Admin): Promise<void> {
  const api = system.api();
  const send = async (path: string, body: object = {}): Promise<void> => {
    const { status } = await api.post(path, body);
    if (status >= 300) throw new Error(`POST ${path} was answered with ${status}`);
  };
  await send('ignore', { type: 'movie', db: 'tmdb', id: '700001', backend: 'plex' });
  await send('identities', { identity: 'kim' });
  await send('system/tokens', { name: 'nightly script', scopes: ['read', 'operate'], expires_in_days: 90 });
  await send('system/backup');
  await send('state/media-health/run');
  await send('backend/jellyfin/scans/mismatched');
  await api.put('history/views/To%20watch%20next', { query: 'watched=0&type=movie&sort=year%3Adesc' });
  await eventually('the audit ends', async () => {
    const { body } = await api.get('state/media-health');
    return !(body as Health).running;
  });
  await eventually('the scan ends', async () => {
    const { body } = await api.get('backend/jellyfin/scans/mismatched');
    return (body as Scan).running_since === null;
  });
}

/** A list of one server that the other is given, too. */
async function share({ system, fakes }: Admin, copy: string): Promise<string> {
  await fakes.playlist('jellyfin', { title: 'For a rainy Friday evening', items: [copy] });
  const { body } = await system.api().post('playlists/sync');
  return (await system.api().finished((body as { readonly run_id: string }).run_id)).id;
}

async function ring({ system, fakes }: Admin, copy: string): Promise<string> {
  const url = `${system.url}/v1/api/webhook?apikey=${system.apiKey}`;
  await fakes.ring('jellyfin', { url, event: 'UserDataSaved', id: copy });
  return eventually('the delivery is handled', async () => {
    const { body } = await system.api().get('webhook/deliveries');
    const done = (body as Deliveries).items.find(({ status }) => status === 'handled');
    return done ? String(done.id) : null;
  });
}

async function names({ system }: Admin): Promise<Ids> {
  const api = system.api();
  const events = (await api.get('system/events?all=1')).body as {
    items: { id: string; event: string }[];
  };
  const logs = (await api.get('logs')).body as { filename: string }[];
  const event = events.items.find((one) => one.event === 'run_import');
  return { event: String(event?.id), log: String(logs[0]?.filename) };
}
