import { eventually } from '../harness/index.js';
import type { Admin } from './admin.js';

interface Deliveries {
  readonly items: readonly { readonly id: number; readonly status: string }[];
}
interface Health {
  readonly running: boolean;
}

/** Something on every page: a rule, a person, a token, an audit, and the call of a server. Gives ids for their pages. */
export async function furnish(
  { system, fakes }: Admin,
  copy: string,
): Promise<{ readonly delivery: string }> {
  const api = system.api();
  const send = async (path: string, body: object = {}): Promise<void> => {
    const { status } = await api.post(path, body);
    if (status >= 300) throw new Error(`POST ${path} was answered with ${status}`);
  };
  await send('ignore', { type: 'movie', db: 'tmdb', id: '700001', backend: 'plex' });
  await send('identities', { identity: 'kim' });
  await send('system/tokens', { name: 'nightly script', scopes: ['read', 'operate'], expires_in_days: 90 });
  await send('state/media-health/run');
  const url = `${system.url}/v1/api/webhook?apikey=${system.apiKey}`;
  await fakes.ring('jellyfin', { url, event: 'UserDataSaved', id: copy });
  await eventually('the audit ends', async () => {
    const { body } = await api.get('state/media-health');
    return !(body as Health).running;
  });
  return eventually('the delivery is handled', async () => {
    const { body } = await api.get('webhook/deliveries');
    const done = (body as Deliveries).items.find(({ status }) => status === 'handled');
    return done ? { delivery: String(done.id) } : null;
  });
}
