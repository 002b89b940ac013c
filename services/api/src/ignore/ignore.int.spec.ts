import { FakeJellyfin } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';

let stage: ApiStage;
const server = new FakeJellyfin();
beforeAll(async () => {
  stage = await ApiStage.open();
  await server.start();
  await addBackend(stage, server, { name: 'attic' });
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});

const RULE = 'movie://tmdb:700001@attic';

describe('ignore rules', () => {
  it('are made as text or in parts, listed, and taken back', async () => {
    const { body } = await stage.call('post', 'ignore').send({ rule: RULE }).expect(201);
    expect(body).toEqual({
      rule: RULE,
      id: '700001',
      type: 'movie',
      backend: 'attic',
      db: 'tmdb',
      title: null,
      scoped: false,
      scoped_to: null,
      created: expect.stringMatching(/Z$/) as string,
    });
    const parts = { type: 'show', db: 'tvdb', id: '880010', scoped: true, scoped_to: 'show 1' };
    await stage.call('post', 'backend/attic/ignore').send(parts).expect(201);

    const { body: all } = await stage.call('get', 'ignore').expect(200);
    expect(all).toMatchObject([
      { rule: RULE },
      { rule: 'show://tvdb:880010@attic?id=show%201', scoped_to: 'show 1' },
    ]);
    const { body: shows } = await stage.call('get', 'backend/attic/ignore').expect(200);
    expect(shows).toHaveLength(2);
    expect((await stage.call('get', 'ignore?type=show&db=tvdb')).body).toMatchObject([{ type: 'show' }]);

    await stage.call('delete', 'backend/attic/ignore').send(parts).expect(200);
    await stage.call('delete', 'ignore').send({ rule: RULE }).expect(200);
    expect((await stage.call('get', 'ignore')).body).toEqual([]);
    await stage.call('delete', 'ignore').send({ rule: RULE }).expect(404);
  });

  it('are made once', async () => {
    await stage.call('post', 'ignore').send({ rule: RULE }).expect(201);
    const { body } = await stage.call('post', 'ignore').send({ rule: RULE }).expect(409);
    expect(body).toMatchObject({ error: { key: 'rule-exists' } });
    await stage.call('delete', 'ignore').send({ rule: RULE }).expect(200);
  });

  it.each([
    [{ rule: 'tmdb:1' }, 'rule'],
    [{ rule: 'movie://tmdb:1@nowhere' }, 'backend'],
    [{ type: 'movie', db: 'tmdb', id: '1' }, 'backend'],
    [{ type: 'movie', db: 'tmdb', backend: 'attic' }, 'id'],
    [{ type: 'movie', db: 'foo', id: '1', backend: 'attic' }, 'type'],
    [{ type: 'movie', db: 'tmdb', id: '1', backend: 'attic', scoped: true }, 'scoped_to'],
    [{ rule: RULE, colour: 'red' }, 'colour'],
  ])('that are wrong are refused with the field: %o', async (sent, field) => {
    const { body } = await stage.call('post', 'ignore').send(sent).expect(400);
    expect(body).toMatchObject({ error: { fields: [{ field }] } });
  });
});
