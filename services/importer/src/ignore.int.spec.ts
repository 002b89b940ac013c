import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readIgnoreRule, type RemoteItem } from '#libs/core';
import { IgnoreRules } from '#libs/database';
import { aMovie, anEpisode } from './testing/items.js';
import { PageStage } from './testing/page-stage.js';

let stage: PageStage;
beforeAll(async () => {
  stage = await PageStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.begin());

async function ignore(text: string): Promise<void> {
  const reading = readIgnoreRule(text);
  if ('problem' in reading) throw new Error(reading.problem);
  await stage.module.get(IgnoreRules).add(stage.backend('jf'), reading.rule);
  await stage.reload();
}
const onJellyfin = (changes: Partial<RemoteItem> = {}): RemoteItem => aMovie({ id: 'a101', ...changes });
const guids = async () => (await stage.items()).map((item) => item.guids);

describe('an ignore rule of a backend', () => {
  it('74. keeps its id out of what the backend contributes, and hides no item', async () => {
    await ignore('movie://tmdb:700001@jf');

    await stage.import('jf', [onJellyfin()]);

    expect(await stage.items()).toMatchObject([{ guids: { imdb: 'tt9000001' }, copies: ['jf:a101'] }]);
  });

  it('74. for one item does not touch another', async () => {
    await ignore('movie://tmdb:700001@jf?id=a555');

    await stage.import('jf', [onJellyfin()]);

    expect(await guids()).toEqual([{ imdb: 'tt9000001', tmdb: '700001' }]);
  });

  it('keeps a wrong id from making one item of two', async () => {
    await stage.import('plex', [aMovie({ guids: { tmdb: '700001' } })]);
    await ignore('movie://tmdb:700001@jf');

    await stage.import('jf', [onJellyfin({ guids: { imdb: 'tt9000009', tmdb: '700001' } })]);

    expect(await guids()).toEqual([{ tmdb: '700001' }, { imdb: 'tt9000009' }]);
  });

  it('takes away what only this backend had taught, and what others say, too, stays', async () => {
    await stage.import('plex', [aMovie({ guids: { imdb: 'tt9000001' } })]);
    await stage.import('jf', [
      onJellyfin(),
      onJellyfin({ id: 'a102', guids: { imdb: 'tt9000002', tmdb: '2' } }),
    ]);
    await stage.import('plex', [aMovie({ id: '102', guids: { imdb: 'tt9000002', tmdb: '2' } })]);

    await ignore('movie://tmdb:700001@jf');
    await ignore('movie://tmdb:2@jf');

    expect(await guids()).toEqual([{ imdb: 'tt9000001' }, { imdb: 'tt9000002', tmdb: '2' }]);
    await stage.import('plex', [aMovie({ id: '103', guids: { tmdb: '700001' } })]);
    expect(await stage.items()).toHaveLength(3);
  });

  it('of a show leaves its episodes with their own ids', async () => {
    await stage.import('jf', [anEpisode({ id: 'a201' })]);

    await ignore('show://tvdb:880010@jf');
    await stage.import('jf', [anEpisode({ id: 'a201' })]);

    expect(await stage.items()).toMatchObject([{ guids: { tvdb: '8800102' } }]);
    await stage.import('plex', [anEpisode({ id: '201', guids: { tvdb: '5' } })]);
    expect(await stage.items()).toHaveLength(2);
  });
});
