import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, eventually, Fakes, RunningSystem, type ServerType } from './harness/index.js';

const TYPES: readonly ServerType[] = ['plex', 'jellyfin', 'emby'];

interface Refusal {
  readonly error: {
    readonly key: string;
    readonly message: string;
    readonly fields: readonly {
      readonly field: string;
      readonly message: string;
      readonly hint: string | null;
    }[];
  };
}

describe('adding a backend that cannot work', () => {
  let fakes: Fakes;
  let system: RunningSystem;
  let api: Api;
  let website: Server;
  let page = '';

  beforeAll(async () => {
    fakes = await Fakes.start('none');
    system = await RunningSystem.start({ env: fakes.env });
    api = system.api();
    website = createServer((_, answer) => {
      answer.setHeader('content-type', 'text/html');
      answer.end('<!doctype html><title>Sign in</title>');
    }).listen(0, '127.0.0.1');
    page = await eventually('the web page is served', () => {
      const address = website.address();
      return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : null;
    });
  });

  afterAll(async () => {
    website.close();
    await system.dispose();
    await fakes.stop();
  });

  const SECRET = 'a-token-that-nobody-gave-out';

  it.each(
    TYPES.flatMap((type) => [
      { type, wrong: 'a wrong token', field: 'token', change: () => ({ token: SECRET }) },
      {
        type,
        wrong: 'an address where nobody answers',
        field: 'url',
        change: () => ({ url: 'http://127.0.0.1:9' }),
      },
      { type, wrong: 'a web page instead of the API', field: 'url', change: () => ({ url: page }) },
      {
        type,
        wrong: 'the user of somebody else',
        field: 'user',
        change: () => ({ user: fakes.backend(type, 'sam').user }),
      },
    ]),
  )(
    'on $type, $wrong is refused at the field $field with a hint, and nothing is stored',
    async ({ type, field, change }) => {
      const both = { import: { enabled: true }, export: { enabled: true } };

      const { status, body } = await api.post('backends', { ...fakes.backend(type), ...both, ...change() });

      expect(status).toBe(400);
      const { error } = body as Refusal;
      expect(error.fields).toHaveLength(1);
      // Whose token it is can be told at the token as well as at the user.
      expect(field === 'user' ? ['user', 'token'] : [field]).toContain(error.fields[0]?.field);
      expect(error.fields[0]?.hint).toMatch(/\w+ \w+/);
      expect(JSON.stringify(body)).not.toContain(SECRET);
      expect((await api.get('backends')).body).toEqual([]);
    },
  );

  it('names every wrong field of a request at once', async () => {
    const { status, body } = await api.post('backends', {
      name: 'No Good',
      type: 'kodi',
      url: 'nowhere',
      token: '',
    });
    expect(status).toBe(400);
    expect((body as Refusal).error.fields.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['name', 'type', 'url', 'token']),
    );
  });

  it('never shows a token that was stored', async () => {
    const backend = fakes.backend('jellyfin');
    await api.addBackend(backend);
    const answers = [await api.get('backends'), await api.get('backend/jellyfin')];
    for (const { body } of answers) expect(JSON.stringify(body)).not.toContain(backend.token);
    expect(system.launcher.output).not.toContain(backend.token);
    expect((await api.delete('backend/jellyfin')).status).toBe(200);
  });
});
