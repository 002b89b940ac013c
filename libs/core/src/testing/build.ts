import type { Expected, Observed } from '../knowledge.js';
import type { MergeContext } from '../merge.js';
import type { ExportPermissions } from '../export-plan.js';
import type { RemoteItem } from '../remote-item.js';
import { UNDECIDED, type Truth } from '../truth.js';

/** The instants of the scenarios' fixture, in unix seconds. */
export const A0 = 1_704_067_200;
export const A1 = 1_704_153_600;
export const L0 = 1_706_745_600;
export const P1 = 1_709_287_200;
export const L1 = 1_709_596_800;
export const A2 = 1_709_715_600;
export const P2 = 1_709_719_200;
export const NOW = 1_709_899_200;
export const HOUR = 3_600;

/** The movie of the scenarios as a server shows it, unwatched unless said otherwise. */
export const report = (changes: Partial<RemoteItem> = {}): RemoteItem => ({
  id: '101',
  type: 'movie',
  title: 'The Lantern',
  episodeTitle: null,
  year: 2020,
  season: null,
  episode: null,
  lastEpisode: null,
  guids: { imdb: 'tt9000001', tmdb: '700001' },
  parentGuids: {},
  watched: false,
  positionMs: 0,
  playCount: null,
  playedAt: null,
  addedAt: A0,
  runtimeMs: 6_000_000,
  libraryId: '1',
  showId: null,
  path: '/films/the-lantern.mkv',
  ...changes,
});

export const episode = (changes: Partial<RemoteItem> = {}): RemoteItem =>
  report({
    id: '201',
    type: 'episode',
    title: 'Harbour Tales',
    episodeTitle: 'The Second Ferry',
    year: 2021,
    season: 1,
    episode: 2,
    guids: { tvdb: '8800102' },
    parentGuids: { tvdb: '880010' },
    path: '/shows/harbour-tales-s01e02.mkv',
    ...changes,
  });

/** What was seen last, read at L1 of a source unless said otherwise. */
export const seen = (changes: Partial<Observed> = {}): Observed => ({
  watched: false,
  positionMs: 0,
  playCount: null,
  playedAt: null,
  addedAt: A0,
  path: '/films/the-lantern.mkv',
  at: L1,
  since: L1,
  asSource: true,
  isEcho: false,
  ...changes,
});

export const wrote = (changes: Partial<Expected> = {}): Expected => ({
  watched: true,
  positionMs: 0,
  at: L1 + HOUR,
  ...changes,
});

export const playedTruth = (changes: Partial<Truth> = {}): Truth => ({
  kind: 'played',
  decidedAt: P1,
  playedAt: P1,
  positionMs: 0,
  positionAt: null,
  ...changes,
});

/** A truth that somebody unmarked, at P1 unless said otherwise. */
export const unmarkedTruth = (changes: Partial<Truth> = {}): Truth => ({
  kind: 'unplayed',
  decidedAt: P1,
  playedAt: A0,
  positionMs: 0,
  positionAt: P1,
  ...changes,
});

export const startedTruth = (positionMs: number, positionAt: number | null): Truth => ({
  ...UNDECIDED,
  positionMs,
  positionAt,
});

/** A complete read of a source that may unmark. */
export const context = (changes: Partial<MergeContext> = {}): MergeContext => ({
  now: NOW,
  isSource: true,
  mayUnmark: true,
  isReadComplete: true,
  isTrusted: false,
  viewedElsewhereAt: null,
  ...changes,
});

export const permissions = (changes: Partial<ExportPermissions> = {}): ExportPermissions => ({
  isSource: true,
  hasProgress: true,
  mayMarkPlayed: true,
  mayUnmark: true,
  maySetProgress: true,
  syncsRewatch: false,
  ignoreDate: false,
  ...changes,
});
