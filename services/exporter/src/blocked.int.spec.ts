import { Backends } from '#libs/database';
import { SecretBox } from '#libs/runtime';
import { FakeJellyfin } from '#libs/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ExporterStage, fakeWith, WATCHED } from './testing/exporter-stage.js';

const UUID = '5c1e9a7b3d2f4806a4b6c8dae0f21436';
const ALEX = { id: 'a'.repeat(32), name: 'alex', token: 'first-secret', admin: true };
const SAM = { id: 'b'.repeat(32), name: 'sam', token: 'second-secret' };

let stage: ExporterStage;
beforeAll(async () => {
  stage = await ExporterStage.open();
  await stage.newPerson();
});
afterAll(() => stage.close());

it("162. Wrong token: writes nothing with a token that is somebody else's, and all of it as soon as the backend is linked again", async () => {
  const server = await fakeWith(new FakeJellyfin({ uuid: UUID, users: [ALEX, SAM] }), 3);
  const mine = await stage.backendOn(server);
  const relink = (token: string): Promise<void> =>
    stage.module.get(Backends).change(mine.id, { sealedToken: stage.module.get(SecretBox).seal(token) });
  await stage.know(mine, () => WATCHED);
  await relink(SAM.token);
  server.clearRequests();

  const refused = await stage.export(await stage.reload(mine));
  expect(refused).toMatchObject({ status: 'failed', error: { key: 'wrong-user' } });
  expect(server.writes()).toEqual([]);
  expect(server.requests.filter(({ path }) => path.includes('/Items'))).toEqual([]);
  expect(await stage.reload(mine)).toMatchObject({ healthStatus: 'failing' });

  await relink(ALEX.token);
  expect(await stage.export(await stage.reload(mine))).toMatchObject({ status: 'succeeded' });
  expect(server.writes()).toHaveLength(3);
  expect(await stage.reload(mine)).toMatchObject({ healthStatus: 'ok' });
  await server.stop();
});
