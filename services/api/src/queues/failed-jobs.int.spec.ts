import { createCache, placeFailedJob } from '#libs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';

let stage: ApiStage;
let id: string;

beforeEach(async () => {
  const cache = await createCache();
  stage = await ApiStage.open({ WS_CACHE_URL: cache });
  const job = await placeFailedJob(cache, {
    queue: 'imports',
    job: 'import-run',
    payload: { runId: '990' },
    reason: 'there is no run 990',
  });
  id = `imports:${job}`;
});
afterEach(() => stage.close());

const depth = async (): Promise<unknown> => {
  const { body } = await stage.call('get', 'system/transport/queue').expect(200);
  const { queues } = body as { readonly queues: readonly { readonly queue: string }[] };
  return queues.find(({ queue }) => queue === 'imports');
};

describe('a job that failed for good', () => {
  it('is shown with its reason', async () => {
    const { body } = await stage.call('get', 'system/transport/queue').query({ state: 'failed' }).expect(200);
    expect(body.items).toEqual([
      expect.objectContaining({ id, event: 'import-run', attempts: 1, reason: 'there is no run 990' }),
    ]);
    expect(await depth()).toMatchObject({ waiting: 0, failed: 1 });
  });

  it('waits again once it is retried, with what it carries, and is retried no second time', async () => {
    const { body } = await stage.call('post', `system/transport/queue/${id}/retry`).expect(202);
    expect(body).toMatchObject({ id, state: 'pending', data: { runId: '990' }, reason: null });
    expect(await depth()).toMatchObject({ waiting: 1, failed: 0 });
    await stage.call('post', `system/transport/queue/${id}/retry`).expect(404);
  });

  it('is gone once it is dropped', async () => {
    await stage.call('delete', `system/transport/queue/${id}`).expect(204);
    expect(await depth()).toMatchObject({ waiting: 0, failed: 0 });
    await stage.call('get', `system/transport/queue/${id}`).expect(404);
    await stage.call('delete', `system/transport/queue/${id}`).expect(404);
  });
});
