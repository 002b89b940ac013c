import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Runs, type BackendRecord } from '#libs/database';
import { FakeJellyfin, FakePlex, type LoggedRequest } from '#libs/testing';
import { RunImporter } from '../imports/run-importer.js';
import { movie, payloadsOf, userOf } from '../testing/news-payloads.js';
import { NewsStage } from '../testing/news-stage.js';

/** As long as a page of a large library may take on a small machine; longer than the look below. */
const PAGE_MS = 8_000;

let stage: NewsStage;
beforeAll(async () => {
  stage = await NewsStage.open();
});
afterAll(() => stage.close());

const isPage = ({ path }: LoggedRequest): boolean => /startIndex=/i.test(path);

async function startImport({ id, identityId, name }: BackendRecord): Promise<void> {
  const run = { kind: 'import', mode: 'full', dryRun: false, options: {} } as const;
  const added = await stage.module.get(Runs).add({ ...run, identityId, backendId: id, backendName: name });
  if (!('run' in added)) throw new Error('another import is under way');
  await stage.module.get(RunImporter).import(added.run.id, { signal: new AbortController().signal });
}

describe('a webhook while whole libraries of the same server are read', () => {
  it('is looked at, decided and on its way to the others before the first of their pages is there', async () => {
    const [jellyfin, plex] = [new FakeJellyfin(), new FakePlex()];
    await jellyfin.start();
    await plex.start();
    const film = movie();
    const id = jellyfin.add(film);
    plex.add(film);
    const { id: person } = await stage.person();
    const backends = [await stage.backend(person, jellyfin)];
    const onPlex = await stage.backend(person, plex);
    await startImport(onPlex);
    await stage.settled(await stage.deliver(payloadsOf.jellyfin(jellyfin, id, { Played: undefined })));
    // More imports than a server gets requests at a time.
    for (let more = 0; more < 3; more += 1)
      backends.push(await stage.backend((await stage.person()).id, jellyfin));
    jellyfin.fault({ match: /startIndex=/i, times: 1_000, kind: { delayMs: PAGE_MS } });
    const imports = Promise.all(backends.map(startImport));
    await stage.soon(() => expect(jellyfin.requests.filter(isPage).length).toBeGreaterThan(1));
    jellyfin.play(userOf(jellyfin), id, Math.floor(Date.now() / 1_000));

    const delivery = await stage.deliver(payloadsOf.jellyfin(jellyfin, id));

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched', reason: 'played' });
    expect(
      await stage.rows('SELECT status, due_at FROM export_intent WHERE backend_id = $1', [onPlex.id]),
    ).toEqual([{ status: 'open', due_at: null }]);
    // The reads are still under way: no answer yet.
    expect(jellyfin.requests.filter(isPage).map(({ status }) => status)).toContain(0);
    jellyfin.clearFaults();
    await imports;
    await jellyfin.stop();
    await plex.stop();
  }, 60_000);
});
