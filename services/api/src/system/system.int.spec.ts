import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';

let stage: ApiStage;
beforeAll(async () => {
  stage = await ApiStage.open();
});
afterAll(() => stage.close());

describe('the system routes', () => {
  it('say to anybody that the system is healthy', async () => {
    const { body } = await stage.open('get', 'system/healthcheck').expect(200);
    expect(body).toEqual({ status: 'ok', message: 'System is healthy.' });
  });

  it('tell the version and the supported types to who may know', async () => {
    const { body } = await stage.call('get', 'system/version').expect(200);
    expect(body).toEqual({
      version: '0.1.0',
      build: 'unknown',
      sha: 'unknown',
      branch: 'unknown',
      container: false,
    });
    const supported = await stage.call('get', 'system/supported').expect(200);
    expect(supported.body).toEqual(['plex', 'jellyfin', 'emby']);
    await stage.open('get', 'system/version').expect(401);
  });

  it('give an OpenAPI 3.1 document', async () => {
    const { body } = await stage.call('get', 'openapi.json').expect(200);
    expect(body).toMatchObject({ openapi: '3.1.0' });
  });
});
