import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { queryRows } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answer,
  type Api,
  eventually,
  Fakes,
  repository,
  RunningSystem,
  SERVICES,
} from './harness/index.js';

const TYPES = ['plex', 'jellyfin', 'emby'] as const;

/** Each is unlike anything else, so that a hit is a leak. */
const PLANTED = {
  'API key': 'feedc0de5afe4b1d9a7e11bbf00dcafe',
  'webhook key': 'hookkey-7Qm2xVtR9sLp4WzY',
  'account password': 'Lantern-Otter-58-Vivid',
  'wrong password': 'Mistyped-Heron-71-Quiet',
  'server password': 'Jelly-Walrus-33-Brisk',
  'secret key': '5e'.repeat(32).replace('5e5e', 'a1b9'),
  'session secret': 'signing-with-Basalt-Thrush-90-Amber-Kiln',
  'refused token': 'refused-token-Wq81nZbT6kYd',
  'token in an address': 'address-token-Hc47pRmX2vJs',
  'password in an address': 'Url-Badger-19-Mellow',
  'key of a stranger': 'stranger-key-Ld63gFnP5uQa',
  'token on the console': 'console-token-Ty92bKsM8wEx',
  'token in a webhook': 'payload-token-Zr15cDhV3oUi',
  PIN: '804617293',
} as const;

let fakes: Fakes;
let system: RunningSystem;
let api: Api;
/** What came out of the system, by where. */
const seen = new Map<string, string>();
const secrets = new Map<string, string>(Object.entries(PLANTED));

beforeAll(async () => {
  fakes = await Fakes.start('demo');
  system = await RunningSystem.start({
    env: {
      ...fakes.env,
      WS_API_KEY: PLANTED['API key'],
      WS_WEBHOOK_API_KEY: PLANTED['webhook key'],
      WS_SECRET_KEY: PLANTED['secret key'],
      WS_SYSTEM_SECRET: PLANTED['session secret'],
      WS_SYSTEM_USER: 'mira',
      WS_SYSTEM_PASSWORD: PLANTED['account password'],
      WS_LOG_LEVEL: 'debug',
      WS_LOGGER_FILE_LEVEL: 'debug',
      WS_LOGGER_ACCESS_ENABLE: 'true',
      WS_WEBHOOK_DUMP_REQUEST: 'true',
    },
  });
  api = system.api();
  const stores = readFileSync(join(system.dataPath, 'config', '.env'), 'utf8');
  for (const name of ['WS_POSTGRES_PASSWORD', 'WS_REDIS_PASSWORD'])
    secrets.set(name, new RegExp(`^${name}=(.*)$`, 'm').exec(stores)?.[1] ?? '');
  for (const type of TYPES)
    for (const { name, token } of fakes.server(type).users) secrets.set(`${type} token of ${name}`, token);
});

afterAll(async () => {
  await system.dispose();
  await fakes.stop();
});

const keep = (where: string, text: string): void => {
  seen.set(where, `${seen.get(where) ?? ''}\n${text}`);
};

async function ask(
  method: 'get' | 'post' | 'delete' | 'patch',
  path: string,
  body?: object,
): Promise<Answer> {
  const answer = await (body === undefined
    ? method === 'post'
      ? api.post(path)
      : api[method as 'get'](path)
    : api[method as 'post'](path, body));
  keep(`${method} ${path}`, JSON.stringify(answer.body));
  return answer;
}

const open = async (path: string, init: RequestInit): Promise<Response> => {
  const answer = await fetch(`${system.url}${path}`, init);
  keep(`open ${path.split('?')[0] ?? ''}`, await answer.clone().text());
  return answer;
};

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

function typed(...words: string[]): Promise<void> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(repository, 'infra/local/console.mjs'), ...words],
      { env: { ...process.env, WS_DATA_PATH: system.dataPath }, timeout: 100_000 },
      (_error, out, err) => {
        keep(`console ${words[0] ?? ''}`, out + err);
        resolve();
      },
    );
  });
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

/** Every row of every table, as text. */
async function rowsOfAllTables(): Promise<string> {
  const password = secrets.get('WS_POSTGRES_PASSWORD') ?? '';
  const url = `postgres://watchstate:${password}@127.0.0.1:${system.ports.WS_POSTGRES_PORT}/watchstate`;
  const tables = await queryRows<{ readonly name: string }>(
    url,
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await queryRows<{ readonly row: string }>(
      url,
      `SELECT row_to_json(t)::text AS row FROM ${name} t`,
    );
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

describe('secrets that were planted everywhere', () => {
  it('go through every part of the system', async () => {
    for (const type of TYPES) {
      const both = { import: { enabled: true }, export: { enabled: true } };
      const added = await ask('post', 'backends', { ...fakes.backend(type), ...both });
      expect(added.status).toBe(201);
    }
    await ask('patch', 'backend/plex/option/plex_user_pin', { value: PLANTED.PIN });
    await ask('post', 'backend/plex/option', { key: 'PLEX_USER_PIN', value: PLANTED.PIN });
    // Refusals and failures, each with a secret in hand.
    const jellyfin = fakes.backend('jellyfin');
    await ask('post', 'backends', { ...jellyfin, name: 'refused', token: PLANTED['refused token'] });
    await ask('post', 'backends', {
      ...jellyfin,
      name: 7,
      token: PLANTED['refused token'],
      pin: PLANTED.PIN,
    });
    for (const url of [
      `http://alex:${PLANTED['password in an address']}@127.0.0.1:9/x`,
      `http://127.0.0.1:9/?api_key=${PLANTED['token in an address']}`,
    ]) {
      await ask('post', 'backends', { ...jellyfin, name: 'astray', url });
      await ask('post', 'backends/test', { ...jellyfin, name: 'astray', url });
      await ask('post', 'system/url/check', { url });
    }
    await ask('post', 'backends/accesstoken/jellyfin', {
      url: jellyfin.url,
      username: 'alex',
      password: PLANTED['server password'],
    });
    await ask('post', `nothing?apikey=${PLANTED['token in an address']}`, {});
    await ask('post', 'system/env/WS_WEBHOOK_API_KEY', { value: PLANTED['webhook key'] });
  });

  it('come with people, scripts and servers that knock', async () => {
    const wrong = { username: 'mira', password: PLANTED['wrong password'] };
    expect((await open('/v1/api/system/auth/login', json(wrong))).status).toBe(401);
    const right = await fetch(
      `${system.url}/v1/api/system/auth/login`,
      json({ username: 'mira', password: PLANTED['account password'] }),
    );
    expect(right.status).toBe(200);
    const { token } = (await right.json()) as { readonly token: string };
    secrets.set('session token', token);
    await open('/v1/api/backends', { headers: { Authorization: `Token ${token}` } });
    const made = await api.post('system/tokens', { name: 'robot', scopes: ['admin'] });
    const text = JSON.stringify(made.body);
    const named = /"(ws[^"]{20,})"/.exec(text)?.[1] ?? '';
    expect(named).not.toBe('');
    secrets.set('named token', named);
    await open(`/v1/api/runs?apikey=${named}`, {});
    await open(`/v1/api/runs?apikey=${PLANTED['key of a stranger']}`, {});
    await open(`/v1/api/webhook?apikey=${PLANTED['key of a stranger']}`, json({ event: 'none' }));
    const payload = {
      NotificationType: 'UserDataSaved',
      ServerId: fakes.server('jellyfin').uuid,
      ItemId: 'nothing',
      AccessToken: PLANTED['token in a webhook'],
      Url: `http://127.0.0.1:9/Items?api_key=${PLANTED['token in a webhook']}`,
    };
    for (const key of [PLANTED['webhook key'], PLANTED['API key']])
      await open(`/v1/api/webhook?apikey=${key}`, json(payload));
  });

  it('are used by runs, also by such as fail, and by the console', async () => {
    await fakes.fault('emby', { kind: { status: 500 } });
    for (const type of TYPES) await ask('get', `runs/${(await api.carryOut('import', type)).id}`);
    await fakes.clearFaults('emby');
    for (const type of TYPES) {
      await api.carryOut('import', type);
      await ask('get', `runs/${(await api.carryOut('export', type)).id}`);
    }
    await typed('config:edit', '-s', 'emby', '-k', 'token', '-e', PLANTED['token on the console']);
    await typed('env:add', 'WS_WEBHOOK_API_KEY', PLANTED['webhook key']);
    await typed('env:list');
    await typed('config:list');
    await typed('config:test');
    await typed('state:backup', '-v');
    await typed('state:import', '-vvv');
    await typed('db:info');
    await typed('system:report');
    await typed('api:test', `nothing?apikey=${PLANTED['token in an address']}`);
  });

  it('are in none of the answers of the API', async () => {
    const { body } = await api.get('openapi.json');
    const { paths } = body as { readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>> };
    const plain = Object.keys(paths).filter(
      (path) => paths[path]?.['get'] && !path.endsWith('/live') && !path.includes('/command/'),
    );
    expect(plain.length).toBeGreaterThan(40);
    for (const path of plain)
      await ask(
        'get',
        path
          .replace('/v1/api/', '')
          .replace('{name}', 'plex')
          .replace(/\{\w+\}/g, '1'),
      );
    const deliveries = await ask('get', 'webhook/deliveries?perpage=50');
    expect(deliveries.status).toBe(200);
    for (const service of SERVICES)
      keep('metrics', await (await fetch(system.management(service, '/metrics'))).text());
    keep('output of the services', system.launcher.output);
    for (const folder of ['logs', 'backup', 'webhooks'])
      for (const file of folder === 'webhooks' && !readdirSync(system.dataPath).includes(folder)
        ? []
        : filesBelow(join(system.dataPath, folder)))
        keep(`file ${file.slice(system.dataPath.length)}`, readFileSync(file, 'latin1'));
    keep('the database', await eventually('the tables can be read', () => rowsOfAllTables()));
    expect(seen.get('the database')).toContain('sealed');
    expect([...seen.keys()].some((where) => where.startsWith('file /logs/'))).toBe(true);
    const leaks = [...seen].flatMap(([where, text]) =>
      [...secrets]
        .filter(([, secret]) => text.includes(secret))
        .map(([name, secret]) => {
          const at = text.indexOf(secret);
          return `${name} in ${where}: ${text.slice(Math.max(0, at - 120), at).replaceAll('\n', ' ')}`;
        }),
    );
    expect([...secrets.values()].every((secret) => secret.length >= 8)).toBe(true);
    expect(leaks).toEqual([]);
  });
});
