import { createHmac } from 'node:crypto';
import { ConsoleRuns, Runs } from '#libs/database';
import { FakeJellyfin, freePort, queryRows } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiStage, KEY } from '../testing/api-stage.js';
import { commandEnd, consoleLine } from '../testing/console-line.js';
import { EventReader } from '../testing/event-reader.js';
import { addBackend } from '../testing/stored-backend.js';
import { storeTitles } from '../testing/stored-titles.js';
import { CommandRelay } from './command-relay.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

let stage: ApiStage;
let server: FakeJellyfin;
beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  stage = await ApiStage.open();
  await addBackend(stage, server, { name: 'attic' });
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});

const order = (command: string, more: object = {}) =>
  stage.call('post', 'system/command').send({ command, ...more });
const until = (check: () => Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 10_000, interval: 50 });

/** An import that nobody carries out, so that the command that follows it goes on until it is told to stop. */
async function endless(): Promise<{ readonly token: string; readonly runId: string }> {
  const { body } = await order('state:import -vv').expect(201);
  let runId = '';
  await until(async () => {
    const { runs } = await stage.app
      .get(Runs)
      .list({ identityId: null, kind: 'import', status: 'queued', backend: null, limit: 1, offset: 0 });
    runId = runs[0]?.id ?? '';
    expect(runId).not.toBe('');
  });
  return { token: String(body.token), runId };
}

describe('a command', () => {
  it('is carried out as a run of kind console, and ends with its code', async () => {
    const { token, code, out, err } = await consoleLine(stage, 'version');
    expect([code, out, err]).toEqual([0, 'WatchState 0.1.0', '']);
    const { body } = await stage.call('get', `runs/${token}`).expect(200);
    expect(body).toMatchObject({ kind: 'console', status: 'succeeded', identity: 'main' });
    const { body: listed } = await stage.call('get', 'system/command').expect(200);
    expect(listed.items[0]).toMatchObject({ token, command: 'version', asked_by: 'api-key', exit_code: 0 });
  });

  it.each([
    ['nonsense', 2, /There is no command nonsense/],
    ['state:imprt', 2, /did you mean state:import\?/],
    ['version --nonsense', 2, /--nonsense/],
    ['state:import -u nobody', 1, /There is no identity nobody/],
    ['state:import -s nothing', 1, /There is no backend nothing/],
    ['version -o xml', 1, /--output is one of table, json, yaml/],
    [`version 'x`, 2, /quotation mark/],
    ['$ ls', 2, /no shell/],
    ['ls', 2, /There is no command ls/],
    ['version; ls', 2, /There is no command version;/],
  ])('that cannot be understood says so: %s', async (line, code, message) => {
    const ended = await consoleLine(stage, line);
    expect([ended.code, ended.status, ended.out]).toEqual([code, 'failed', '']);
    expect(ended.err).toMatch(message);
    expect(ended.err).not.toMatch(/\n\s+at /);
  });

  it('explains itself, alone and with all others', async () => {
    expect((await consoleLine(stage, 'state:export --help')).out).toContain('-i, --ignore-date');
    expect((await consoleLine(stage, 'list')).out).toMatch(/state:import +Read the backends/);
    const { body } = await stage.call('get', 'system/command/list').expect(200);
    const items = body.items as readonly { readonly name: string; readonly options: object[] }[];
    const first = items.find(({ name }) => name === 'state:import');
    expect(first?.options).toContainEqual(
      expect.objectContaining({ name: 'user', short: 'u', suggests: 'identity' }),
    );
  });

  it.each([
    [{ command: '' }, 'command'],
    [{ command: 'version', timeout: 0 }, 'timeout'],
    [{ command: 'version', timeout: 8_000 }, 'timeout'],
    [{ command: 'version', colour: true }, 'colour'],
    [{ command: ['version'] }, 'command'],
    [{}, 'command'],
  ])('in a wrong form is refused by the name of the field: %j', async (body, field) => {
    const answer = await stage.call('post', 'system/command').send(body).expect(400);
    expect(answer.body.error.fields).toEqual([expect.objectContaining({ field })]);
  });

  it('that does not exist is 404', async () => {
    for (const path of ['', '/state', '/output'])
      await stage.call('get', `system/command/${NOBODY}${path}`).expect(404);
    await stage.call('delete', `system/command/${NOBODY}`).expect(404);
    await stage.call('get', 'system/command/x').expect(404);
  });
});

describe('what a command prints', () => {
  it('is streamed line by line with its number, then the code, then the end', async () => {
    const { body } = await order('system:tasks').expect(201);
    const reader = await EventReader.follow(stage, `system/command/${body.token}`);
    await reader.ended();
    expect(reader.all(({ event }) => event === 'cmd').map(({ data }) => data)).toEqual([
      { command: 'system:tasks' },
    ]);
    const lines = reader.all(({ event }) => event === 'data');
    expect(lines.map(({ id }) => Number(id))).toEqual(lines.map((_, index) => index + 1));
    expect(lines[0]?.data).toMatchObject({ type: 'out', data: expect.stringContaining('┌') });
    expect(reader.all(({ event }) => event === 'exit_code').map(({ data }) => data)).toEqual([
      { exit_code: 0, status: 'succeeded', asks: null },
    ]);
    expect(reader.all(({ event }) => event === 'close')).toHaveLength(1);
  });

  it('goes on after the last line that was seen, without a gap and without a double', async () => {
    const { token } = await consoleLine(stage, 'system:tasks');
    const whole = await EventReader.follow(stage, `system/command/${token}`);
    await whole.ended();
    const rest = await EventReader.follow(stage, `system/command/${token}`, { 'Last-Event-ID': '2' });
    await rest.ended();
    const idsOf = (reader: EventReader) => reader.all(({ event }) => event === 'data').map(({ id }) => id);
    expect(idsOf(rest)).toEqual(idsOf(whole).slice(2));
    const since = await EventReader.follow(stage, `system/command/${token}?since=2`);
    await since.ended();
    expect(idsOf(since)).toEqual(idsOf(rest));
  });

  it('is also readable without a stream, from any line on', async () => {
    const { token } = await consoleLine(stage, 'list');
    const { body } = await stage
      .call('get', `system/command/${token}/output`)
      .query({ since: 3 })
      .expect(200);
    expect(body.lines[0]).toMatchObject({ sequence: 4, type: 'out' });
  });
});

describe('cancelling', () => {
  it('stops a running command within moments, and the runs that it had started', async () => {
    const { token, runId } = await endless();
    await stage.call('delete', `system/command/${token}`).expect(202);
    const ended = await commandEnd(stage, token);
    expect([ended.code, ended.status]).toEqual([130, 'cancelled']);
    expect(ended.err).toContain('The command was cancelled.');
    expect((await stage.app.get(Runs).get(runId)).status).toBe('cancelled');
    const { body } = await stage.call('delete', `system/command/${token}`).expect(202);
    expect(body.message).toBe('The command is cancelled.');
  });

  it('is what the time limit does, with code 124', async () => {
    const { body } = await order('state:import', { timeout: 1 }).expect(201);
    expect(await commandEnd(stage, String(body.token))).toMatchObject({ code: 124, status: 'failed' });
  });
});

describe('a signed command', () => {
  const signed = (body: string, secret: string) =>
    stage
      .call('post', 'system/command')
      .type('json')
      .set('X-Signature', `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
      .set('X-Sign-With', 'api');
  const BODY = '{ "command": "version" }';

  it('is taken when the signature fits the bytes that were sent', async () => {
    await signed(BODY, KEY).send(BODY).expect(201);
  });

  it('is refused when the body or the secret is another', async () => {
    const { body } = await signed(BODY, KEY).send('{ "command": "list" }').expect(403);
    expect(body.error.key).toBe('signature-wrong');
    await signed(BODY, 'another').send(BODY).expect(403);
    await stage
      .call('post', 'system/command')
      .set('X-Signature', 'x')
      .send({ command: 'version' })
      .expect(400);
  });
});

describe('a command that nobody works on', () => {
  it('is found again and carried out once, however often it is told', async () => {
    const run = await stage.app.get(ConsoleRuns).add({
      ...{ line: 'version', sealedLine: null, task: null, askedBy: 'api-key', dueAt: null },
      ...{ hasColours: false, timeLimit: 60, reference: null },
    });
    await until(async () => {
      await stage.app.get(CommandRelay).look();
      expect((await stage.app.get(ConsoleRuns).get(run?.id ?? '')).status).toBe('succeeded');
    });
    const { body } = await stage.call('get', `system/command/${run?.id ?? ''}/output`);
    expect(body.lines).toHaveLength(1);
  }, 20_000);

  it.each([
    { what: 'is failed, because nobody knows how far it came', line: 'version', status: 'failed', code: 137 },
    { what: 'goes on where that is safe', line: 'system:prune --run', status: 'succeeded', code: 0 },
  ])(
    'after its process was killed half-way $what',
    async ({ line, status, code }) => {
      const dead = await stage.app.get(ConsoleRuns).add({
        ...{ line, sealedLine: null, task: null, askedBy: 'api-key', dueAt: null },
        ...{ hasColours: false, timeLimit: 60, reference: null },
      });
      const id = dead?.id ?? '';
      // What kill -9 leaves behind: started, and silent ever since.
      await stage.app.get(Runs).start(id);
      await queryRows(
        stage.database.url,
        `UPDATE run SET heartbeat_at = now() - interval '31 seconds' WHERE id = $1`,
        [id],
      );
      await stage.app.get(CommandRelay).look();
      await until(async () => {
        const run = await stage.app.get(ConsoleRuns).get(id);
        expect([run.status, run.exitCode]).toEqual([status, code]);
      });
      const { error } = await stage.app.get(ConsoleRuns).get(id);
      expect(error?.key ?? null).toBe(status === 'failed' ? 'interrupted' : null);
    },
    20_000,
  );

  it('waits in the database while Redis is away', async () => {
    const alone = await ApiStage.open({ WS_CACHE_URL: `redis://127.0.0.1:${await freePort()}` });
    const { body } = await alone.call('post', 'system/command').send({ command: 'version' }).expect(201);
    const state = await alone.call('get', `system/command/${body.token}/state`).expect(200);
    expect(state.body.status).toBe('queued');
    await alone.close();
  });
});

describe('the commands of care', () => {
  it('empty the cache', async () => {
    const { code, err } = await consoleLine(stage, 'cache:purge');
    expect([code, err]).toEqual([0, expect.stringMatching(/The cache is empty; it had \d+ keys\./)]);
  });

  it('list records for parity, and say by their code when there are none', async () => {
    const none = await consoleLine(stage, 'db:parity');
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('No records match')]);
    const tooMany = await consoleLine(stage, 'db:parity -m 7');
    expect([tooMany.code, tooMany.err]).toEqual([1, expect.stringContaining('1 backends')]);
    await storeTitles(stage, 'attic', [{ title: 'Marble Kite' }]);
    await addBackend(stage, server, { name: 'den' });
    const found = await consoleLine(stage, 'db:parity -o json');
    expect(JSON.parse(found.out)).toMatchObject([
      {
        title: expect.stringMatching(/Marble Kite.* \([✓✕]\)/),
        reported_by: 'attic',
        not_reported_by: 'den',
      },
    ]);
    expect((await consoleLine(stage, 'db:parity')).out).toContain('Not reported by');
    const asked = await consoleLine(stage, 'db:parity -d');
    expect([asked.code, asked.err]).toEqual([1, expect.stringContaining('is deleted')]);
  });

  it('add, list and remove rules of ids', async () => {
    const rule = 'movie://tmdb:700001@attic';
    expect((await consoleLine(stage, `backend:ignore:manage ${rule}`)).code).toBe(0);
    expect((await consoleLine(stage, 'backend:ignore:list -s attic')).out).toContain(rule);
    expect((await consoleLine(stage, 'backend:ignore:list -t episode')).out).not.toContain(rule);
    expect((await consoleLine(stage, `backend:ignore:manage -r ${rule}`)).code).toBe(0);
    expect((await consoleLine(stage, 'backend:ignore:list')).out).not.toContain(rule);
    expect((await consoleLine(stage, 'backend:ignore:manage nonsense')).code).toBe(1);
  });

  it('report without the key, and forget play states only when that is agreed to', async () => {
    const report = await consoleLine(stage, 'system:report');
    expect(report.code).toBe(0);
    expect(report.out).toMatch(/^system:$/m);
    expect(report.out).not.toContain(KEY);
    const asked = await consoleLine(stage, 'system:reset');
    expect([asked.code, asked.err]).toEqual([1, expect.stringContaining('is forgotten')]);
    expect((await stage.call('get', 'history')).body.paging.total).toBe(1);
    // A run that waits stands in its way.
    const inTheWay = await stage.call('post', 'backend/attic/import').expect(202);
    const refused = await consoleLine(stage, 'system:reset -n');
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('under way')]);
    await stage.app.get(Runs).finish(String(inTheWay.body.run_id), 'cancelled', null);
  });
});

it('gives nothing to who has no credential', async () => {
  await stage.open('post', 'system/command').send({ command: 'version' }).expect(401);
  await stage.open('get', 'system/command').expect(401);
});
