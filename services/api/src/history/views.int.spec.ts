import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';

describe('named searches of the history', () => {
  let stage: ApiStage;
  const call = (method: 'get' | 'put' | 'delete', name = '') =>
    stage.call(method, `history/views${name && `/${encodeURIComponent(name)}`}`);
  const keep = (name: string, query: string) => call('put', name).send({ query });

  beforeAll(async () => {
    stage = await ApiStage.open();
  });
  afterAll(() => stage.close());

  it('are kept for their person, by name, and forgotten', async () => {
    await keep('To see', 'watched=0&type=movie').expect(200, {
      name: 'To see',
      query: 'watched=0&type=movie',
    });
    await keep('an older one', 'sort=year%3Aasc').expect(200);
    await stage.call('post', 'identities').send({ identity: 'kim' }).expect(201);

    const { body } = await call('get').expect(200);
    expect(body).toMatchObject([{ name: 'an older one' }, { name: 'To see' }]);
    await call('get').set('X-User', 'kim').expect(200, []);

    await call('delete', 'an older one').expect(204);
    await call('delete', 'an older one').expect(404);
  });

  it('take the place of what had their name', async () => {
    await keep('Rainy day', 'watched=0').expect(200);
    await keep(' Rainy day ', 'watched=1').expect(200);
    const { body } = await call('get');
    expect(body).toEqual([
      { name: 'Rainy day', query: 'watched=1' },
      { name: 'To see', query: 'watched=0&type=movie' },
    ]);
  });

  it.each([
    [' ', {}, 'name'],
    ['x'.repeat(61), {}, 'name'],
    ['ok', { query: 7 }, 'query'],
    ['ok', { sort: 'x' }, 'sort'],
  ])('refuse the name "%s" with %j', async (name, body, field) => {
    const wish = { query: 'watched=0', ...body };
    const answer = await call('put', name).send(wish).expect(400);
    expect(answer.body.error.fields[0].field).toBe(field);
  });

  it('are 100 at most, and one of them can still be changed', async () => {
    const { body } = await call('get');
    const already = Number(body.length);
    for (let at = already; at < 100; at += 1) await keep(`view ${at}`, '').expect(200);
    const refused = await keep('one more', '').expect(409);
    expect(refused.body.error.key).toBe('too-many-views');
    await keep('Rainy day', 'type=episode').expect(200);
  });
});
