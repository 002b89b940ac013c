import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';

describe('identities', () => {
  let stage: ApiStage;

  beforeAll(async () => {
    stage = await ApiStage.open();
  });

  afterAll(() => stage.close());

  it('are added in lower case and listed', async () => {
    const added = await stage.call('post', 'identities').send({ identity: 'Sam_2' }).expect(201);
    expect(added.body).toEqual({ identity: 'sam_2', backends: [], sync_rewatch: null });

    const { body } = await stage.call('get', 'identities').expect(200);
    expect(body).toEqual({
      identities: [
        { identity: 'main', backends: [], sync_rewatch: null },
        { identity: 'sam_2', backends: [], sync_rewatch: null },
      ],
    });
    await stage.call('get', 'backends').set('X-User', 'sam_2').expect(200, []);
  });

  it('have one name each', async () => {
    const { body } = await stage.call('post', 'identities').send({ identity: 'MAIN' }).expect(409);
    expect(body).toMatchObject({ error: { key: 'identity-taken' } });
  });

  it.each(['', 'no blanks', 'ünique', 7, undefined])('are not called %j', async (identity) => {
    const { body } = await stage.call('post', 'identities').send({ identity }).expect(400);
    expect(body).toMatchObject({ error: { key: 'validation-failed', fields: [{ field: 'identity' }] } });
  });

  it('are added by nobody without a key', async () => {
    await stage.open('post', 'identities').send({ identity: 'eve' }).expect(401);
  });
});
