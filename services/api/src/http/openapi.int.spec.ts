import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { FakeJellyfin } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openapiText } from '../openapi.js';
import { ApiStage } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';
import { storeTitles } from '../testing/stored-titles.js';
import { ApiDescription } from './api-description.js';
import { RouteTable } from './route-table.js';

const COMMITTED = join(import.meta.dirname, '..', '..', 'openapi.json');

let stage: ApiStage;
let server: FakeJellyfin;
beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  stage = await ApiStage.open();
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});

describe('the OpenAPI document', () => {
  it('is the one that is committed: run services/api/src/openapi.main.ts when this fails', async () => {
    expect(readFileSync(COMMITTED, 'utf8')).toBe(await openapiText());
  });

  it('is what the running service answers', async () => {
    const { body } = await stage.call('get', 'openapi.json').expect(200);
    expect(body).toEqual(JSON.parse(await openapiText()));
  });

  it('describes every route, and no other', () => {
    const { paths } = stage.app.get(ApiDescription).document;
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = stage.app.get(RouteTable).routes.map(({ method, path }) => `${method} ${path}`);
    expect(described.sort()).toEqual(routes.sort());
  });

  it('says of every route what it is for, what it answers, and how it refuses', () => {
    const { paths } = stage.app.get(ApiDescription).document;
    for (const [path, item] of Object.entries(paths)) {
      for (const operation of Object.values(item) as Operation[]) {
        const successes = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
        expect([path, operation.summary, successes.length]).toEqual([
          path,
          expect.stringMatching(/\w/),
          expect.any(Number),
        ]);
        expect(successes).not.toEqual([]);
        const mayRefuse = operation.security === undefined || operation.security.length > 0;
        expect([path, '401' in operation.responses || !mayRefuse]).toEqual([path, true]);
      }
    }
  });

  it('is true: answers fit their schemas', async () => {
    await addBackend(stage, server, { name: 'attic' });
    await storeTitles(stage, 'attic', [{ title: 'Velvet Signal', season: 1, episode: 1, watched: true }]);
    await stage.call('post', 'backend/attic/import').expect(202);
    const schemas: readonly (readonly [path: string, schema: string])[] = [
      ['backend/attic', 'Backend'],
      ['runs', 'RunPage'],
      ['history', 'HistoryPage'],
      ['identities', 'IdentityList'],
      ['system/version', 'Version'],
      ['system/healthcheck', 'Healthcheck'],
    ];
    const ajv = new Ajv2020.default({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'api', ...stage.app.get(ApiDescription).document });
    for (const [path, schema] of schemas) {
      const { body } = await stage.call('get', path).expect(200);
      const fits = ajv.validate({ $ref: `api#/components/schemas/${schema}` }, body);
      expect([path, fits, ajv.errors]).toEqual([path, true, null]);
    }
    const refusal = await stage.call('get', 'runs').query({ page: 0 }).expect(400);
    expect(ajv.validate({ $ref: 'api#/components/schemas/ErrorEnvelope' }, refusal.body)).toBe(true);
    expect(ajv.validate({ $ref: 'api#/components/schemas/Backend' }, { name: 'attic' })).toBe(false);
  });
});

interface Operation {
  readonly summary?: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly security?: readonly object[];
}
