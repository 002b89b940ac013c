import { describe, expect, it } from 'vitest';
import { parsePlexGuid, readPlexGuids } from './plex.guid.js';

describe('one Plex guid', () => {
  it.each([
    ['com.plexapp.agents.thetvdb://880010/1/2?lang=en', null],
    ['com.plexapp.agents.thetvdb://880010?lang=en', ['tvdb', '880010']],
    ['com.plexapp.agents.imdb://tt9000001?lang=en', ['imdb', 'tt9000001']],
    ['com.plexapp.agents.hama://tvdb2-880010?lang=en', ['tvdb', '880010']],
    ['tv.plex.agents.nfo.movie://movie/tmdb_700001', ['tmdb', '700001']],
    ['tv.plex.agents.nfo.movie://movie/700001', null],
  ])('72. Legacy Plex: %s is read as %j', (raw, expected) => {
    expect(parsePlexGuid(raw)).toEqual(expected);
  });

  it.each([
    ['imdb://tt7000101', ['imdb', 'tt7000101']],
    ['IMDB://tt7000101', ['imdb', 'tt7000101']],
    ['tmdb://700101', ['tmdb', '700101']],
    ['tvdb://370201?lang=en', ['tvdb', '370201']],
    ['tvmaze://12', ['tvmaze', '12']],
    ['tvrage://13', ['tvrage', '13']],
    ['anidb://14', ['anidb', '14']],
    ['cmdb://afa', ['cmdb', 'afa']],
    ['ytinforeader://UC-abc_1', ['youtube', 'UC-abc_1']],
  ])('%s names an id', (raw, expected) => {
    expect(parsePlexGuid(raw)).toEqual(expected);
  });

  it.each([
    ['com.plexapp.agents.imdb://tt7000103?lang=en', ['imdb', 'tt7000103']],
    ['com.plexapp.agents.tmdb://603', ['tmdb', '603']],
    ['com.plexapp.agents.themoviedb://603?lang=en', ['tmdb', '603']],
    ['com.plexapp.agents.thetvdb://880010?lang=en', ['tvdb', '880010']],
    ['com.plexapp.agents.xbmcnfo://tt7000103', ['imdb', 'tt7000103']],
    ['com.plexapp.agents.xbmcnfo://603', ['tmdb', '603']],
    ['com.plexapp.agents.xbmcnfotv://880010', ['tvdb', '880010']],
    ['com.plexapp.agents.cmdb://afa', ['cmdb', 'afa']],
    ['com.plexapp.agents.ytinforeader://UC-abc_1', ['youtube', 'UC-abc_1']],
    ['com.plexapp.agents.hama://anidb-4563?lang=en', ['anidb', '4563']],
    ['com.plexapp.agents.hama://tvdb2-79604', ['tvdb', '79604']],
    ['com.plexapp.agents.hama://tsdb-77', ['tmdb', '77']],
    ['com.plexapp.agents.hama://tvdb-79604 [specials]', ['tvdb', '79604 ']],
  ])('%s of a legacy agent names an id', (raw, expected) => {
    expect(parsePlexGuid(raw)).toEqual(expected);
  });

  it.each([
    ['tv.plex.agents.nfo.movie://movie/tmdb_383498', ['tmdb', '383498']],
    ['tv.plex.agents.nfo.movie://movie/imdb_tt1234567', ['imdb', 'tt1234567']],
    ['tv.plex.agents.nfo.series://show/tvdb_121361', ['tvdb', '121361']],
    ['tv.plex.agents.nfo.series://episode/tvdb_84871', ['tvdb', '84871']],
  ])('%s of the nfo agent names an id', (raw, expected) => {
    expect(parsePlexGuid(raw)).toEqual(expected);
  });

  it.each([
    '',
    'tt7000101',
    'imdb://',
    'plex://movie/5d776825880197001ec90101',
    'local://104',
    'youtube://abc',
    'foo://1',
    'com.plexapp.agents.none://123456',
    'tv.plex.agents.none://123456',
    'com.plexapp.agents.imdb',
    'com.plexapp.agents.unknown://1',
    'com.plexapp.agents.thetvdb://370202/1?lang=en',
    'com.plexapp.agents.thetvdb://370202/1/1?lang=en',
    'com.plexapp.agents.hama://anidb-70203/1/1?lang=en',
    'com.plexapp.agents.hama://notSet-123',
    'com.plexapp.agents.hama://notSet-',
    'tv.plex.agents.nfo.movie://movie/858024',
    'tv.plex.agents.nfo.movie://movie/foo_1',
  ])('"%s" names no id of the outside', (raw) => {
    expect(parsePlexGuid(raw)).toBeNull();
  });
});

describe('the guids of a Plex item', () => {
  it('come from the list and from the guid itself', () => {
    const item = {
      guid: 'com.plexapp.agents.imdb://tt1?lang=en',
      Guid: [{ id: 'tmdb://2' }, { id: 'tvdb://3' }],
    };
    expect(readPlexGuids(item)).toEqual({ imdb: 'tt1', tmdb: '2', tvdb: '3' });
  });

  it('hold the lower of two numbers of one source, and the first of two texts', () => {
    const Guid = ['tmdb://700009', 'tmdb://700001', 'cmdb://afa', 'cmdb://faf'].map((id) => ({ id }));
    expect(readPlexGuids({ Guid })).toEqual({ cmdb: 'afa', tmdb: '700001' });
  });

  it('leave out what is no valid id', () => {
    const Guid = [{ id: 'imdb://70' }, { id: 'tvdb://abc' }, { id: null }, null, 'tmdb://5', { id: 5 }];
    expect(readPlexGuids({ guid: 'plex://movie/1', Guid })).toEqual({});
    expect(readPlexGuids({})).toEqual({});
  });
});

describe('ids that a person added', () => {
  const rules = {
    id: 'reels',
    accepts: new Map([['reels', (value: string) => /^r\d+$/.test(value)]]),
    links: new Map([['reeldb', 'reels']]),
    legacy: new Map([['oldreels', 'reels']]),
    replacements: [{ from: 'com.plexapp.agents.films://', to: 'com.plexapp.agents.imdb://' }],
  };

  it.each([
    ['reeldb://r7', { reels: 'r7' }],
    ['reeldb://r7?lang=en', { reels: 'r7' }],
    ['reeldb://7', {}],
    ['com.plexapp.agents.oldreels://r8?lang=en', { reels: 'r8' }],
    ['com.plexapp.agents.oldreels://r8/1/2', {}],
    ['com.plexapp.agents.films://tt0900101', { imdb: 'tt0900101' }],
    ['reels://r7', {}],
  ])('reads %s', (guid, expected) => {
    expect(readPlexGuids({ guid }, rules)).toEqual(expected);
  });

  it('are nothing without the rules', () => {
    expect(readPlexGuids({ guid: 'reeldb://r7' })).toEqual({});
  });
});
