import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Backends, Identities } from '#libs/database';
import { GuidBook } from '#libs/directory';
import { SecretBox } from '#libs/runtime';
import { FakeEmby, FakeJellyfin, FakePlex, type FakeMediaServer } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { ApiStage } from '../testing/api-stage.js';
import { consoleLine } from '../testing/console-line.js';

let stage: ApiStage;
const plex = new FakePlex();
const jellyfin = new FakeJellyfin();
const emby = new FakeEmby();

beforeAll(async () => {
  for (const server of [plex, jellyfin, emby]) await server.start();
  stage = await ApiStage.open();
});
afterAll(async () => {
  await stage.close();
  for (const server of [plex, jellyfin, emby]) await server.stop();
});

const block = (server: FakeMediaServer, change: object = {}): Record<string, unknown> => ({
  type: server.type,
  url: server.url,
  token: server.users[0]?.token,
  user: server.users[0]?.id,
  uuid: server.uuid,
  import: { enabled: true, lastSync: 1_700_000_000 },
  export: { enabled: false },
  ...change,
});
const take = (body: object) => stage.call('post', 'system/servers/import').send(body);
const namesOf = async (person: string): Promise<string[]> => {
  const found = await stage.app.get(Identities).find(person);
  return found ? (await stage.app.get(Backends).list(found.id)).map(({ name }) => name) : [];
};
function write(path: string, text: string): void {
  mkdirSync(dirname(join(stage.folder, path)), { recursive: true });
  writeFileSync(join(stage.folder, path), text);
}

describe('an older servers.yaml', () => {
  const options = {
    ignore: '2,3',
    client: { timeout: 100, http_version: 2 },
    LIBRARY_SEGMENT: 5,
    DUMP_PAYLOAD: true,
  };
  const text = () =>
    stringify({
      den_plex: block(plex, { options, webhook: { token: 'abc' } }),
      den_jellyfin: block(jellyfin),
    });

  it('is told what would come of it, and nothing is stored', async () => {
    const { body } = await take({ servers: text(), dry_run: true }).expect(200);
    expect(body).toMatchObject({ dry_run: true, taken: 2, refused: 0, new_identities: [] });
    const [first] = body.backends as { left_out: { key: string }[] }[];
    expect(first?.left_out.map(({ key }) => key).sort()).toEqual([
      'import.lastSync',
      'options.DUMP_PAYLOAD',
      'options.LIBRARY_SEGMENT',
      'options.client.http_version',
      'webhook',
    ]);
    expect(await namesOf('main')).toEqual([]);
  });

  it('is taken as a whole or not at all, and says which field is wrong', async () => {
    const bad = stringify({ ...(parse(text()) as object), other: block(emby, { token: 'wrong' }) });
    const { body } = await take({ servers: bad }).expect(400);
    const { fields } = body.error as { fields: { field: string }[] };
    expect(fields.map(({ field }) => field)).toEqual(['main.other.token']);
    expect(body.report).toMatchObject({ taken: 2, refused: 1 });
    expect(await namesOf('main')).toEqual([]);
  });

  it.each<[string, (good: Record<string, unknown>) => Record<string, unknown>]>([
    ['type', (good) => ({ ...good, type: 'kodi' })],
    ['url', (good) => ({ ...good, url: 'ftp://den' })],
    ['url', (good) => ({ ...good, url: 'http://a:b@den' })],
    ['token', (good) => ({ ...good, token: '***' })],
    ['token', (good) => ({ ...good, token: undefined })],
    ['url', (good) => ({ ...good, uuid: 'ffffffffffffffffffffffffffffffff' })],
  ])('a wrong %s is refused', async (field, change) => {
    const { body } = await take({ servers: stringify({ one: change(block(jellyfin)) }) }).expect(400);
    expect(JSON.stringify(body)).not.toContain(jellyfin.users[0]?.token);
    const { fields } = body.error as { fields: { field: string }[] };
    expect(fields.map((problem) => problem.field)).toContain(`main.one.${field}`);
  });

  it.each([
    { servers: '- a\n- b' },
    { servers: 'a: [' },
    { servers: 'a: 1', folder: '.' },
    {},
    { folder: '..' },
    { folder: '../../etc' },
    { folder: 'nowhere' },
    { servers: 'a: 1', colour: 1 },
  ])('%j is refused', async (body) => {
    await take(body).expect(400);
  });

  it('is taken with its options, and what is there already stays', async () => {
    expect((await take({ servers: text() }).expect(200)).body).toMatchObject({ taken: 2 });
    const found = await stage.app.get(Backends).named('main', 'den_plex');
    expect(found).toMatchObject({ importEnabled: true, exportEnabled: false, uuid: plex.uuid });
    expect(found?.options).toEqual({ ignore: '2,3', client: { timeout: 100 } });
    expect(stage.app.get(SecretBox).open(found?.sealedToken ?? '')).toBe(plex.users[0]?.token);
    const again = await take({ servers: text() }).expect(200);
    expect(again.body).toMatchObject({ taken: 0, refused: 0 });
  });

  it('can be taken in part when a person says so', async () => {
    const servers = stringify({ good: block(emby), bad: block(emby, { token: 'wrong' }) });
    expect((await take({ servers, partial: true }).expect(200)).body).toMatchObject({ taken: 1, refused: 1 });
    expect(await namesOf('main')).toContain('good');
  });
});

describe('the dump of the servers', () => {
  const dump = (query: object, key?: string) => {
    const call =
      key === undefined
        ? stage.call('get', 'system/servers')
        : stage.open('get', 'system/servers').set('X-APIKEY', key);
    return call.query(query);
  };

  it('holds no token unless it is asked for, and then loads back', async () => {
    const person = await stage.app.get(Identities).add('ash');
    await stage
      .call('post', 'backends')
      .set('X-User', 'ash')
      .send({
        name: 'loft',
        type: 'jellyfin',
        url: jellyfin.url,
        token: jellyfin.users[0]?.token,
        import: { enabled: true },
        export: { enabled: true },
        options: { LIBRARY_SEGMENT: 500 },
      })
      .expect(201);
    const { text: hidden } = await dump({}).set('X-User', 'ash').expect(200);
    expect(parse(hidden)).toMatchObject({
      loft: { type: 'jellyfin', token: '***', options: { LIBRARY_SEGMENT: 500 } },
    });
    const { text: open, headers } = await dump({ tokens: 'true' }).set('X-User', 'ash').expect(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(parse(open)).toMatchObject({ loft: { token: jellyfin.users[0]?.token } });
    await stage.call('delete', 'backend/loft').set('X-User', 'ash').expect(200);
    expect((await take({ servers: open }).set('X-User', 'ash').expect(200)).body).toMatchObject({ taken: 1 });
    expect((await stage.app.get(Backends).list(person.id)).map(({ name }) => name)).toEqual(['loft']);
  });

  it('is for administrators', async () => {
    const { body } = await stage.call('post', 'system/tokens').send({ name: 'reader', scopes: ['operate'] });
    await dump({}, String(body.token ?? body.key)).expect(403);
  });
});

describe('the data folder of an older installation', () => {
  it('gives backends, sub-users and settings, with a report', async () => {
    write('old/config/servers.yaml', stringify({ attic: block(plex) }));
    write('old/users/kim/servers.yaml', stringify({ attic_kim: block(jellyfin) }));
    write('old/users/Not OK/servers.yaml', stringify({ x: block(jellyfin) }));
    write(
      'old/config/.env',
      'WS_CRON_IMPORT=1\nWS_PORT=9999\nWS_API_KEY=00000000000000000000000000000000\nWS_CRON_EXPORT_AT=never\nWS_PUSH_ENABLED=1\nPATH=/x\n',
    );
    write('old/config/mapper.yaml', 'version: "1.4"\nmap: []\n');
    write('old/config/guid.yaml', ': : :');
    write('old/config/ignore.yaml', '{}');
    const { body } = await take({ folder: 'old', dry_run: true, partial: true }).expect(200);
    expect(body).toMatchObject({ taken: 2, refused: 1, new_identities: ['kim'] });
    const { settings } = body as { settings: { key: string; outcome: string }[] };
    expect(body.files).toEqual([
      expect.objectContaining({ file: 'config/mapper.yaml', outcome: 'left', entries: 0 }),
      expect.objectContaining({ file: 'config/guid.yaml', outcome: 'left', entries: 0 }),
      expect.objectContaining({ file: 'config/ignore.yaml', outcome: 'left', entries: 0 }),
    ]);
    const outcomes = Object.fromEntries(settings.map(({ key, outcome }) => [key, outcome]));
    expect(outcomes).toMatchObject({
      WS_CRON_IMPORT: 'taken',
      WS_PORT: 'left',
      WS_API_KEY: 'left',
      WS_CRON_EXPORT_AT: 'left',
      WS_PUSH_ENABLED: 'left',
      PATH: 'left',
    });
    expect(await namesOf('kim')).toEqual([]);

    await take({ folder: 'old' }).expect(400);
    await take({ folder: 'old', partial: true }).expect(200);
    expect(await namesOf('kim')).toEqual(['attic_kim']);
    const env = readFileSync(join(stage.folder, 'config', '.env'), 'utf8');
    expect(env).toContain('WS_CRON_IMPORT=true');
    expect(env).not.toContain('WS_PORT');
  });

  it('gives its mapping of people and its custom ids, and what is here already stays', async () => {
    const guid = (name: string, pattern: string) => ({
      ...{ id: `${name}-1`, type: 'string', name: `guid_${name}`, description: '' },
      validator: { pattern, example: 'r1', tests: { valid: ['r1'], invalid: ['1'] } },
    });
    const link = {
      id: 'l1',
      type: 'plex',
      map: { from: 'com.reels', to: 'guid_reels' },
      options: { legacy: true },
    };
    write('older/users/ada/servers.yaml', stringify({ attic_ada: block(emby) }));
    write(
      'older/config/guid.yaml',
      stringify({ version: '0.0', guids: [guid('reels', '^r\\d+$'), guid('bad', '(')], links: [link] }),
    );
    write(
      'older/config/mapper.yaml',
      stringify({
        version: '1.6',
        map: [{ attic: { name: 'Ada', options: { PLEX_USER_PIN: '4711' } }, den: { name: 'ada' } }],
      }),
    );
    const rehearsal = await consoleLine(stage, 'import:watchstate older --dry-run');
    expect([rehearsal.code, rehearsal.out]).toEqual([
      0,
      expect.stringMatching(/config\/mapper\.yaml +│ taken \(1\)/),
    ]);
    expect(stage.app.get(GuidBook).current.guids).toEqual([]);
    const { code, out } = await consoleLine(stage, 'import:watchstate older');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/config\/guid\.yaml +│ taken \(2\) +│ .*guid_bad: The pattern cannot be used\. /),
    ]);
    expect(stage.app.get(GuidBook).current).toMatchObject({
      guids: [{ name: 'reels' }],
      links: [{ from: 'com.reels', to: 'reels' }],
    });
    const mapping = readFileSync(join(stage.folder, 'config', 'mapper.yaml'), 'utf8');
    expect(mapping).toContain('Ada');
    expect(mapping).not.toContain('4711');
    expect((await stage.call('get', 'backends/mapper')).body.has_mapper).toBe(true);
    const again = (await take({ folder: 'older' }).expect(200)).body;
    expect((again.files as { outcome: string }[]).map(({ outcome }) => outcome)).toEqual(['left', 'left']);
  });

  it('cannot be led out of our own by a link', async () => {
    symlinkSync('/etc', join(stage.folder, 'out'));
    await take({ folder: 'out' }).expect(400);
  });
});
