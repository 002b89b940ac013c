import { Backends, History, Identities, Runs } from '#libs/database';
import { FakeEmby, FakeJellyfin, FakePlex, FakePlexTv, freePort } from '#libs/testing';
import type request from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage, KEY } from '../testing/api-stage.js';
import { loggedText } from '../testing/logged-text.js';
import { addBackend, newBackend } from '../testing/stored-backend.js';
import { backendOf, storeTitles } from '../testing/stored-titles.js';

let stage: ApiStage;
let jellyfin: FakeJellyfin;
let plex: FakePlex;
let cloud: FakePlexTv;
beforeAll(async () => {
  [jellyfin, plex] = [new FakeJellyfin(), new FakePlex()];
  cloud = new FakePlexTv({ servers: [plex] });
  await Promise.all([jellyfin.start(), plex.start(), cloud.start()]);
  stage = await ApiStage.open({ WS_PLEX_TV_URL: cloud.url });
});
afterAll(async () => {
  await stage.close();
  await Promise.all([jellyfin.stop(), plex.stop(), cloud.stop()]);
});
afterEach(() => {
  jellyfin.clearFaults();
  plex.clearFaults();
});

const add = (body: object): request.Test => stage.call('post', 'backends').send(body);
const names = async (): Promise<string[]> => {
  const backends: readonly { readonly name: string }[] = (await stage.call('get', 'backends').expect(200))
    .body;
  return backends.map(({ name }) => name);
};
function fieldsOf({ body }: request.Response): string[] {
  const problems: readonly { readonly field: string }[] = body.error.fields;
  return problems.map(({ field }) => field);
}

describe('adding a backend', () => {
  it('stores it once its server has agreed, and shows it without its token', async () => {
    const { body } = await add(newBackend(jellyfin, { name: 'attic', export: false })).expect(201);
    expect(body).toMatchObject({
      name: 'attic',
      type: 'jellyfin',
      url: jellyfin.url,
      uuid: jellyfin.uuid,
      user: jellyfin.users[0]?.id,
      user_name: 'alex',
      token: '***',
      token_set: true,
      import: { enabled: true, last_sync: null },
      export: { enabled: false, last_sync: null },
      options: {},
      urls: { webhook: expect.stringMatching(/^\/v1\/api\/webhook\/b\d+-[\w-]+$/) },
      health: { status: 'ok', message: null },
      active_runs: [],
    });
    expect(JSON.stringify(body)).not.toContain(KEY);
    const shown = await stage.call('get', 'backend/attic').expect(200);
    expect(shown.body).toEqual(body);
    const listed = await stage.call('get', 'backends').expect(200);
    expect(listed.body).toEqual([body]);
  });

  it('seals the token where it is stored', async () => {
    const { sealedToken } = await backendOf(stage, 'attic');
    expect(sealedToken).not.toContain(jellyfin.users[0]?.token);
  });

  it('takes a user and options', async () => {
    const sam = jellyfin.users[1];
    const body = {
      ...newBackend(jellyfin, { name: 'attic_sam', options: { IMPORT_METADATA_ONLY: true, ignore: 'a,b' } }),
      token: jellyfin.adminToken,
      user: sam?.id,
    };
    const answer = await add(body).expect(201);
    expect(answer.body).toMatchObject({ user: sam?.id, user_name: 'sam' });
    expect(answer.body.options).toEqual({ IMPORT_METADATA_ONLY: true, ignore: 'a,b' });
  });

  it('works for Plex, too', async () => {
    const { body } = await add(newBackend(plex, { name: 'den' })).expect(201);
    expect(body).toMatchObject({ type: 'plex', uuid: plex.uuid, user: plex.users[0]?.id });
  });

  it.each([
    ['a name in capitals', { name: 'Attic' }, ['name']],
    ['a type that is unknown', { type: 'kodi' }, ['type']],
    ['an address without a scheme', { url: 'localhost:8096' }, ['url']],
    ['a secret in the address', { url: 'http://me:secret@localhost:8096' }, ['url']],
    ['a query in the address', { url: 'http://localhost:8096/?X-Plex-Token=secret' }, ['url']],
    ['no token', { token: '' }, ['token']],
    ['no import switch', { import: undefined }, ['import']],
    ['a switch that is no switch', { export: { enabled: 'yes' } }, ['export.enabled']],
    ['a switch that is a text', { export: 'on' }, ['export']],
    ['an unknown field', { colour: 'red' }, ['colour']],
    ['an unknown option', { options: { SPEED: 9 } }, ['options.SPEED']],
    ['a library segment that is too small', { options: { LIBRARY_SEGMENT: 5 } }, ['options.LIBRARY_SEGMENT']],
  ])('refuses %s, by the name of the field', async (_what, wrong, fields) => {
    const before = await names();
    const answer = await add({ ...newBackend(jellyfin, { name: 'fresh' }), ...wrong }).expect(400);
    expect(answer.body.error.key).toBe('validation-failed');
    expect(fieldsOf(answer)).toEqual(fields);
    expect(await names()).toEqual(before);
  });

  it('names all wrong fields at once', async () => {
    const answer = await add({ colour: 'red' }).expect(400);
    expect(fieldsOf(answer).sort()).toEqual(['colour', 'export', 'import', 'name', 'token', 'type', 'url']);
  });

  it.each([
    ['the token', { token: 'not-a-token' }, { field: 'token', key: 'token-rejected' }],
    ['the user', { user: 'c0c0c0cc00000000000000000000000c' }, { field: 'user', key: 'wrong-user' }],
  ])(
    'stores nothing when the server refuses %s, and says what to do',
    async (_what, wrong, { field, key }) => {
      const before = await names();
      const answer = await add({ ...newBackend(jellyfin, { name: 'fresh' }), ...wrong }).expect(400);
      expect(answer.body.error.key).toBe(key);
      expect(answer.body.error.fields).toEqual([
        { field, message: expect.stringMatching(/\w/), hint: expect.stringMatching(/\w/) },
      ]);
      expect(await names()).toEqual(before);
    },
  );

  it('says which type the server has when another one was chosen', async () => {
    const emby = new FakeEmby();
    await emby.start();
    const answer = await add({ ...newBackend(emby, { name: 'fresh' }), type: 'jellyfin' }).expect(400);
    expect(answer.body.error.key).toBe('wrong-server');
    expect(fieldsOf(answer)).toEqual(['type']);
    await emby.stop();
  });

  it('stores nothing when nobody, or no media server, answers at the address', async () => {
    const before = await names();
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const unreachable = await add({ ...newBackend(jellyfin, { name: 'fresh' }), url: nobody }).expect(400);
    expect(unreachable.body.error.key).toBe('unreachable');
    expect(fieldsOf(unreachable)).toEqual(['url']);
    jellyfin.fault({ kind: { html: true } });
    const html = await add(newBackend(jellyfin, { name: 'fresh' })).expect(400);
    expect(html.body.error.key).toBe('not-an-api');
    expect(fieldsOf(html)).toEqual(['url']);
    expect(await names()).toEqual(before);
  });

  it('refuses a name that is taken, before it asks the server', async () => {
    jellyfin.clearRequests();
    const { body } = await add(newBackend(jellyfin, { name: 'attic' })).expect(409);
    expect(body.error).toMatchObject({ code: 409, key: 'name-taken' });
    expect(jellyfin.requests).toHaveLength(0);
  });

  it('stores a name once, also when it is added twice at the same moment', async () => {
    const twins = await Promise.all([
      add(newBackend(jellyfin, { name: 'twin' })),
      add(newBackend(jellyfin, { name: 'twin' })),
    ]);
    expect(twins.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});

describe('the users of a server', () => {
  const users = (type: string, body: object): request.Test =>
    stage.call('post', `backends/users/${type}`).send(body);

  it('are listed for the form', async () => {
    const { body } = await users('jellyfin', { url: jellyfin.url, token: jellyfin.adminToken }).expect(200);
    expect(body).toMatchObject(
      jellyfin.users.map(({ id, name, admin }) => ({ id, name, admin: admin ?? false })),
    );
  });

  it('stay hidden without a right token', async () => {
    const answer = await users('jellyfin', { url: jellyfin.url, token: 'wrong' }).expect(400);
    expect(fieldsOf(answer)).toEqual(['token']);
  });

  it('need a known type, an address and a token', async () => {
    expect(fieldsOf(await users('kodi', { url: jellyfin.url, token: 'x' }).expect(400))).toEqual(['type']);
    expect(fieldsOf(await users('jellyfin', {}).expect(400)).sort()).toEqual(['token', 'url']);
  });
});

describe('changing a backend', () => {
  const patch = (body: unknown, name = 'attic'): request.Test =>
    stage.call('patch', `backend/${name}`).send(body as object);

  it('sets switches and options without asking the server', async () => {
    jellyfin.clearRequests();
    const { body } = await patch([
      { key: 'import.enabled', value: false },
      { key: 'export.enabled', value: true },
      { key: 'options.IMPORT_METADATA_ONLY', value: true },
      { key: 'options.ignore', value: '7, 9' },
    ]).expect(200);
    expect(body).toMatchObject({ import: { enabled: false }, export: { enabled: true } });
    expect(body.options).toEqual({ IMPORT_METADATA_ONLY: true, ignore: '7, 9' });
    expect(jellyfin.requests).toHaveLength(0);
  });

  it('keeps the options that it does not name', async () => {
    const { body } = await patch([{ key: 'options.DISABLE_MARK_UNPLAYED', value: true }]).expect(200);
    expect(body.options).toEqual({ IMPORT_METADATA_ONLY: true, ignore: '7, 9', DISABLE_MARK_UNPLAYED: true });
  });

  it('says what an export may do there, and how fast', async () => {
    const { body } = await patch([
      { key: 'options.EXPORT_MARK_UNPLAYED', value: false },
      { key: 'options.client.rps', value: 5 },
    ]).expect(200);
    expect(body.options).toMatchObject({
      ignore: '7, 9',
      EXPORT_MARK_UNPLAYED: false,
      client: { rps: 5 },
    });
  });

  it.each([
    ['a pace that is no number', [{ key: 'options.client.rps', value: '5' }], ['options.client.rps']],
    ['a pace of nothing', [{ key: 'options.client.rps', value: 0 }], ['options.client.rps']],
    ['what is no list', { key: 'url', value: 'http://localhost' }, ['body']],
    ['an empty list', [], ['body']],
    ['an unknown setting', [{ key: 'options.SPEED', value: 1 }], ['options.SPEED']],
    ['the name', [{ key: 'name', value: 'loft' }], ['name']],
    ['a switch that is no switch', [{ key: 'import.enabled', value: 'yes' }], ['import.enabled']],
    ['an empty token', [{ key: 'token', value: '' }], ['token']],
    ['a wrong address', [{ key: 'url', value: 'ftp://localhost' }], ['url']],
    ['a field too many', [{ key: 'import.enabled', value: true, by: 'me' }], ['0.by']],
    ['an entry that is no change', ['url'], ['0.key']],
  ])('refuses %s', async (_what, body, fields) => {
    const before = await stage.call('get', 'backend/attic').expect(200);
    const answer = await patch(body).expect(400);
    expect(fieldsOf(answer)).toEqual(fields);
    expect((await stage.call('get', 'backend/attic').expect(200)).body).toEqual(before.body);
  });

  it('takes a new token only when the server does', async () => {
    const before = await backendOf(stage, 'attic');
    const refused = await patch([
      { key: 'token', value: 'stale' },
      { key: 'import.enabled', value: true },
    ]).expect(400);
    expect(fieldsOf(refused)).toEqual(['token']);
    expect(await backendOf(stage, 'attic')).toEqual(before);
    await patch([{ key: 'token', value: jellyfin.adminToken }]).expect(200);
    expect((await backendOf(stage, 'attic')).sealedToken).not.toBe(before.sealedToken);
  });

  it('refuses the address of another server', async () => {
    const other = new FakeJellyfin({ uuid: '00000000000000000000000000000abc' });
    await other.start();
    const answer = await patch([{ key: 'url', value: other.url }]).expect(400);
    expect(answer.body.error.key).toBe('wrong-server');
    expect(fieldsOf(answer)).toEqual(['url']);
    await other.stop();
  });

  it('forgets what the old user said when it gets another one', async () => {
    await storeTitles(stage, 'attic', [{ title: 'Copper Tide', watched: true }]);
    await stage.app.get(Backends).recordSync((await backendOf(stage, 'attic')).id, 'import', new Date());
    const sam = jellyfin.users[1];
    const { body } = await patch([{ key: 'user', value: sam?.id }]).expect(200);
    expect(body).toMatchObject({ user: sam?.id, user_name: 'sam', import: { last_sync: null } });
    const [item] = (await stage.call('get', 'history').expect(200)).body.history;
    expect(item).toMatchObject({ title: 'Copper Tide', watched: true, reported_by: [] });
  });

  it('keeps what it knows when the same user gets a new token', async () => {
    await storeTitles(stage, 'den', [{ title: 'Paper Comet' }]);
    await patch([{ key: 'token', value: plex.users[0]?.token }], 'den').expect(200);
    const { body } = await stage.call('get', 'history').query({ title: 'Paper Comet' }).expect(200);
    expect(body.history[0].reported_by).toEqual(['den']);
  });

  it('says 404 for a backend that is not there', async () => {
    await patch([{ key: 'import.enabled', value: true }], 'cellar').expect(404);
  });
});

describe('the libraries of a backend', () => {
  it('are listed with what is ignored', async () => {
    jellyfin.add({ type: 'movie', title: 'Slow Lantern', guids: { imdb: 'tt9000001' } });
    const listed = await stage.call('get', 'backend/attic/library').expect(200);
    const [movies] = listed.body;
    expect(movies).toMatchObject({ type: 'movie', supported: true, ignored: false });
    await stage
      .call('patch', 'backend/attic')
      .send([{ key: 'options.ignore', value: `1, ${movies.id}` }])
      .expect(200);
    const again = await stage.call('get', 'backend/attic/library').expect(200);
    expect(again.body[0].ignored).toBe(true);
  });

  it('are 502 when the server fails and 409 when the stored token cannot be read', async () => {
    jellyfin.fault({ kind: { status: 401 } });
    const { body } = await stage.call('get', 'backend/attic/library').expect(502);
    expect(body.error).toMatchObject({ code: 502, key: 'token-rejected' });
    const { id, sealedToken } = await backendOf(stage, 'attic');
    await stage.app.get(Backends).change(id, { sealedToken: 'v1.AAAA' });
    const unreadable = await stage.call('get', 'backend/attic/library').expect(409);
    expect(unreadable.body.error.key).toBe('token-unreadable');
    await stage.app.get(Backends).change(id, { sealedToken });
  });

  it('are 404 for a backend that is not there', async () => {
    await stage.call('get', 'backend/cellar/library').expect(404);
  });
});

describe('the identity', () => {
  beforeAll(async () => {
    await stage.app.get(Identities).add('sam');
  });

  it('is main unless another one is asked for, and is named in the answer', async () => {
    const main = await stage.call('get', 'backends').expect(200).expect('X-User', 'main');
    expect(main.body.length).toBeGreaterThan(0);
    const sam = await stage.call('get', 'backends').set('X-User', 'sam').expect(200).expect('X-User', 'sam');
    expect(sam.body).toEqual([]);
    await stage.call('get', 'backends').query({ user: 'sam' }).expect(200, []);
    await stage.call('get', 'backend/attic').set('X-User', 'sam').expect(404);
  });

  it.each(['nobody', 'no body', '../main', 'main\u00e9'])('is 404 when it is unknown: %s', async (user) => {
    const { body } = await stage.call('get', 'backends').query({ user }).expect(404);
    expect(body.error.key).toBe('identity-not-found');
  });

  it('has backends of its own, also by the same name', async () => {
    await add(newBackend(jellyfin, { name: 'attic' }))
      .set('X-User', 'sam')
      .expect(201);
    const { body } = await stage.call('get', 'identities').expect(200);
    expect(body.identities).toContainEqual(expect.objectContaining({ identity: 'sam', backends: ['attic'] }));
  });
});

describe('removing a backend', () => {
  it('takes what only it knew along, ends its runs, and says how much that was', async () => {
    await addBackend(stage, plex, { name: 'shed' });
    await storeTitles(stage, 'shed', [{ title: 'Quiet Engine' }, { title: 'Tin Garden' }]);
    const started = await stage.call('post', 'backend/shed/import').expect(202);
    const weighed = await stage.call('get', 'backend/shed/holdings').expect(200);
    expect(weighed.body).toEqual({ references: 2, records: 2 });
    const { body } = await stage.call('delete', 'backend/shed').expect(200);
    expect(body).toMatchObject({
      deleted: { references: 2, records: 2 },
      backend: { name: 'shed', token: '***' },
    });
    await stage.call('get', 'backend/shed').expect(404);
    await stage.call('delete', 'backend/shed').expect(404);
    const run = await stage.app.get(Runs).get(started.body.run_id);
    expect(run).toMatchObject({ status: 'cancelled', backendName: 'shed' });
    const { total } = await stage.app
      .get(History)
      .list(1, { filter: { title: 'Quiet' }, sort: [], limit: 1, offset: 0 });
    expect(total).toBe(0);
  });
});

describe('a token', () => {
  it('is in no answer and in no line of the log', async () => {
    const tokens = [...jellyfin.users, ...plex.users].map(({ token }) => token);
    const secrets = [...tokens, jellyfin.adminToken, 'not-a-token', 'stale'];
    const answers = await Promise.all(
      ['backends', 'backend/attic', 'backend/den', 'identities', 'runs', 'history'].map((path) =>
        stage.call('get', path),
      ),
    );
    const told = answers.map(({ text }) => text).join('') + loggedText(stage);
    expect(told).toContain('backend added');
    for (const secret of secrets) expect(told).not.toContain(secret);
    expect(loggedText(stage)).not.toContain(KEY);
  });
});
