import type request from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';

const OWNER = { username: 'keeper', password: 'ember harbour 7' };

let stages: ApiStage[] = [];
afterEach(async () => {
  for (const stage of stages) await stage.close();
  stages = [];
});

async function signedUp(settings: Readonly<Record<string, string>>): Promise<ApiStage> {
  const stage = await ApiStage.open(settings);
  stages.push(stage);
  await stage.open('post', 'system/auth/signup').send(OWNER).expect(201);
  return stage;
}

const guess = (stage: ApiStage): request.Test =>
  stage.open('post', 'system/auth/login').send({ ...OWNER, password: 'guessed wrong' });

async function useUp(tries: () => request.Test): Promise<void> {
  for (let tried = 0; tried < 5; tried += 1) await tries().expect(401);
  await tries().expect(429);
}

describe('several proxies in a row', () => {
  const CHAIN = { WS_TRUST_PROXY: 'true', WS_TRUST_PROXY_NET: '127.0.0.0/8,::1/128,10.0.0.5/32' };

  it('ban one person and not everybody behind the outer one', async () => {
    const stage = await signedUp(CHAIN);
    const from = (person: string) => guess(stage).set('X-Forwarded-For', `${person}, 10.0.0.5`);
    await useUp(() => from('198.51.100.1'));
    await from('198.51.100.2').expect(401);
  });

  it('are believed no further than the first stranger', async () => {
    const stage = await signedUp(CHAIN);
    let last = 0;
    // What stands left of the stranger is the stranger's own word.
    await useUp(() =>
      guess(stage).set('X-Forwarded-For', `203.0.113.${(last += 1)}, 198.51.100.1, 10.0.0.5`),
    );
  });

  it('count as one while their networks are not named', async () => {
    const stage = await signedUp({ WS_TRUST_PROXY: 'true' });
    let last = 0;
    await useUp(() => guess(stage).set('X-Forwarded-For', `198.51.100.${(last += 1)}, 10.0.0.5`));
  });
});

describe('a header of another name', () => {
  it('tells the caller, and the usual one no longer does', async () => {
    const stage = await signedUp({ WS_TRUST_PROXY: 'true', WS_TRUST_HEADER: 'CF-Connecting-IP' });
    let last = 0;
    await useUp(() =>
      guess(stage)
        .set('CF-Connecting-IP', '198.51.100.1')
        .set('X-Forwarded-For', `203.0.113.${(last += 1)}`),
    );
    await guess(stage).set('CF-Connecting-IP', '198.51.100.2').expect(401);
  });

  it('is not believed from who is no trusted proxy', async () => {
    const stage = await signedUp({
      WS_TRUST_PROXY: 'true',
      WS_TRUST_PROXY_NET: '10.0.0.5/32',
      WS_TRUST_HEADER: 'CF-Connecting-IP',
    });
    let last = 0;
    await useUp(() => guess(stage).set('CF-Connecting-IP', `198.51.100.${(last += 1)}`));
  });
});

describe('a trusted local network', () => {
  const look = (stage: ApiStage, headers: Readonly<Record<string, string>> = {}): request.Test =>
    stage.open('get', 'system/auth/has_user').set(headers);

  it('signs a browser in without a password, and only when the settings say so', async () => {
    const local = await signedUp({ WS_TRUST_LOCAL: 'true' });
    const { body } = await look(local).expect(200);
    expect(body).toMatchObject({ auto_login: true, token: expect.any(String) });
    await local
      .open('get', 'system/auth/user')
      .set('Authorization', `Token ${String(body.token)}`)
      .expect(200);
    const usual = await signedUp({});
    expect((await look(usual).expect(200)).body).toEqual({});
  });

  it.each([
    ['came through a proxy that is not trusted', { 'X-Forwarded-For': '192.168.1.7' }],
    ['came through one that tells it in another header', { 'X-Real-IP': '192.168.1.7' }],
    ['asks for a name that anybody could register', { Host: 'rebound.example.org' }],
  ])('does not hold who %s', async (_who, headers) => {
    const stage = await signedUp({ WS_TRUST_LOCAL: 'true' });
    expect((await look(stage, headers).expect(200)).body).toEqual({});
  });

  it('is told by a trusted proxy', async () => {
    const stage = await signedUp({ WS_TRUST_LOCAL: 'true', WS_TRUST_PROXY: 'true' });
    const home = await look(stage, { 'X-Forwarded-For': '192.168.1.7' });
    expect(home.body).toMatchObject({ auto_login: true });
    const away = await look(stage, { 'X-Forwarded-For': '192.168.1.7, 198.51.100.1' });
    expect(away.body).toEqual({});
  });
});

describe('pages of another origin', () => {
  const NAMED = 'https://ui.example.org';
  const CORS = { WS_CORS_ORIGINS: `${NAMED},https://other.example.org:8443` };

  it('may call the API when they are named, with a key and never with a cookie', async () => {
    const stage = await signedUp(CORS);
    const { headers } = await stage.call('get', 'runs').set('Origin', NAMED).expect(200);
    expect(headers).toMatchObject({
      'access-control-allow-origin': NAMED,
      'cross-origin-resource-policy': 'cross-origin',
      vary: expect.stringContaining('Origin'),
    });
    expect(headers['access-control-expose-headers']).toContain('X-Request-Id');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(headers['content-security-policy']).toContain(`connect-src 'self' ${NAMED} `);
  });

  it('learn before the call what they may send', async () => {
    const stage = await signedUp(CORS);
    const asked = await fetch(`${stage.url}/v1/api/runs`, { method: 'OPTIONS', headers: { Origin: NAMED } });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(NAMED);
    expect(asked.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(asked.headers.get('access-control-allow-headers')).toContain('X-APIKEY');
    expect(asked.headers.get('access-control-max-age')).toBe('600');
  });

  it.each(['https://ui.example.org.evil.test', 'http://ui.example.org', 'null', '*'])(
    'may not when they are not: %s',
    async (origin) => {
      const stage = await signedUp(CORS);
      const { headers } = await stage.call('get', 'runs').set('Origin', origin).expect(200);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    },
  );
});
