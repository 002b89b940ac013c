import { describe, expect, it } from 'vitest';
import {
  itemKeys,
  NOTHING_KNOWN,
  observe,
  UNDECIDED,
  type Knowledge,
  type Observed,
  type RemoteItem,
  type Truth,
} from '#libs/core';
import { copyKey, type KnownItem, type PageKnowledge } from '#libs/database';
import { anEpisode, aMovie } from '../testing/items.js';
import { PageDecider, type PagePolicy } from './page-decider.js';
import { toReports } from './report.js';

const EARLIER = 1_709_000_000;
const VIEWED = 1_709_287_200;
const SEEN = 1_709_596_800;
const NOW = 1_709_899_200;

const played: Truth = {
  kind: 'played',
  decidedAt: VIEWED,
  playedAt: VIEWED,
  positionMs: 0,
  positionAt: null,
};
const unmarked: Truth = {
  kind: 'unplayed',
  decidedAt: NOW - 60,
  playedAt: VIEWED,
  positionMs: 0,
  positionAt: NOW - 60,
};
const watchedMovie = (changes: Partial<RemoteItem> = {}) =>
  aMovie({ watched: true, playedAt: VIEWED, playCount: 1, ...changes });

/** An import of a source that waits with its unmarks. */
const importing: PagePolicy = {
  backendId: 1,
  now: NOW,
  isSource: true,
  keepsLook: false,
  mayUnmark: true,
  isTrusted: false,
  rewatchAfterS: null,
  areUnmarksProposed: true,
  unmarkLimits: null,
  isHearsay: false,
  isUnseen: false,
};

/** What is stored of one item: its truth, and its copies on the backend that is read. */
interface Stored {
  readonly id: number;
  readonly item: RemoteItem;
  readonly truth: Truth;
  readonly viewedElsewhereAt?: KnownItem['viewedElsewhereAt'];
  readonly unmarkedBy?: KnownItem['unmarkedBy'];
  /** How the backend showed it last; without it, the item came from another backend. */
  readonly seen?: RemoteItem;
  readonly known?: Partial<Omit<Observed, 'watched'>>;
  readonly expected?: Knowledge['expected'];
}

const knownItem = ({ id, item, truth, viewedElsewhereAt = null, unmarkedBy = null }: Stored): KnownItem => {
  const { type, season, episode, guids, parentGuids } = item;
  return { id, type, season, episode, guids, parentGuids, truth, viewedElsewhereAt, unmarkedBy };
};

function knowledgeOf(stored: readonly Stored[]): PageKnowledge {
  const knowledge = ({ seen, known, expected = null }: Stored): Knowledge =>
    seen ? { observed: { ...observe(seen, SEEN, true), ...known }, expected } : NOTHING_KNOWN;
  return {
    items: new Map(stored.map((one) => [one.id, knownItem(one)])),
    keys: new Map(stored.flatMap(({ id, item }) => itemKeys(item).map((key) => [key, id] as const))),
    flood: null,
    copies: new Map(
      stored.flatMap((one) =>
        one.seen
          ? [[copyKey({ remoteId: one.seen.id, part: 0 }), { itemId: one.id, knowledge: knowledge(one) }]]
          : [],
      ),
    ),
  };
}

const decide = (
  items: readonly RemoteItem[],
  stored: readonly Stored[] = [],
  policy: Partial<PagePolicy> = {},
) => {
  const now = { ...importing, ...policy };
  const reports = toReports(items, {
    asSource: now.isSource,
    minimumPositionMs: 60_000,
    longestEpisodeRange: 5,
  });
  return new PageDecider(knowledgeOf(stored), now).decide(reports);
};

it('26. tells a new copy of the position that another backend gave', () => {
  const truth = { ...UNDECIDED, positionMs: 600_000, positionAt: VIEWED };
  const { changes, restless } = decide([aMovie({ id: '102' })], [{ id: 7, item: aMovie(), truth }]);
  expect([changes, restless]).toEqual([[], [7]]);
});

describe('a page of unknown items', () => {
  it('1. adds each with its first decision, keys and copy', () => {
    const { newItems, seen, counts, restless } = decide([watchedMovie(), anEpisode()]);
    expect(newItems).toMatchObject([
      { report: { id: '101' }, truth: { kind: 'played', decidedAt: VIEWED }, rule: 'first-seen-played' },
      { report: { id: '201' }, truth: UNDECIDED },
    ]);
    expect(newItems[0]?.keys).toEqual(['movie://imdb/tt9000001', 'movie://tmdb/700001']);
    expect(seen.map(({ remoteId, item }) => [remoteId, item])).toEqual([
      ['101', { isNew: 0 }],
      ['201', { isNew: 1 }],
    ]);
    expect(counts).toEqual({ added: 2, played: 1 });
    expect(restless).toEqual([]);
  });

  it('makes one item of two copies of it, with the better state of both', () => {
    const copies = [aMovie({ id: '102' }), watchedMovie()];
    for (const order of [copies, copies.toReversed()]) {
      const { newItems, seen, counts } = decide(order);
      expect(newItems).toMatchObject([{ truth: { kind: 'played', decidedAt: VIEWED } }]);
      expect(seen.map(({ item }) => item)).toEqual([{ isNew: 0 }, { isNew: 0 }]);
      expect(counts).toMatchObject({ added: 1, played: 1 });
    }
  });

  it('77. makes two items of a file with two episodes, both with its state', () => {
    const file = anEpisode({ episode: 1, lastEpisode: 2, watched: true, playedAt: VIEWED });
    const { newItems, seen } = decide([file]);
    expect(newItems.map(({ truth, keys }) => [truth.kind, keys])).toEqual([
      ['played', ['show://tvdb/880010/1/1', 'episode://tvdb/8800102']],
      ['played', ['show://tvdb/880010/1/2']],
    ]);
    expect(seen.map(({ remoteId, part }) => [remoteId, part])).toEqual([
      ['201', 0],
      ['201', 1],
    ]);
  });

  it('12. adds nothing from a backend that only gives titles', () => {
    const { newItems, seen, counts } = decide([watchedMovie()], [], { isSource: false });
    expect([newItems, seen, counts]).toEqual([[], [], { skipped: 1 }]);
  });
});

describe('a page of known items', () => {
  it('15. changes the truth where the backend has a newer wish, and wakes the others', () => {
    const stored = { id: 7, item: aMovie(), truth: UNDECIDED, seen: aMovie() };
    const { changes, restless, counts, proposals } = decide([watchedMovie()], [stored]);
    expect(changes).toMatchObject([
      { itemId: 7, before: UNDECIDED, after: { kind: 'played', decidedAt: VIEWED }, rule: 'played' },
    ]);
    expect([restless, counts, proposals]).toEqual([[7], { updated: 1, played: 1 }, []]);
  });

  it('14. changes nothing where all is the same', () => {
    const stored = { id: 7, item: aMovie(), truth: played, seen: watchedMovie() };
    const { changes, restless, counts, grown } = decide([watchedMovie()], [stored]);
    expect([changes, restless, counts, grown]).toEqual([[], [], { unchanged: 1 }, []]);
  });

  it('22. moves the date of viewing without waking anybody to a new state', () => {
    const stored = { id: 7, item: aMovie(), truth: played, seen: watchedMovie() };
    const { changes, counts } = decide([watchedMovie({ playedAt: NOW - 60, playCount: 2 })], [stored]);
    expect(changes).toMatchObject([{ after: { kind: 'played', decidedAt: VIEWED, playedAt: NOW - 60 } }]);
    expect(counts).toEqual({ updated: 1 });
  });

  it('counts a moved position as progress', () => {
    const stored = { id: 7, item: aMovie(), truth: UNDECIDED, seen: aMovie() };
    const { counts, changes } = decide([aMovie({ positionMs: 600_000, playedAt: NOW - 60 })], [stored]);
    expect(changes).toMatchObject([{ after: { kind: 'default', positionMs: 600_000 }, rule: 'progress' }]);
    expect(counts).toEqual({ updated: 1, progress: 1 });
  });

  it('tells a change by two copies once, from the state before the page', () => {
    const stored = { id: 7, item: aMovie(), truth: UNDECIDED, seen: aMovie() };
    const copies = [aMovie({ positionMs: 600_000, playedAt: NOW - 60 }), watchedMovie({ id: '102' })];
    const { changes } = decide(copies, [stored]);
    expect(changes).toMatchObject([{ before: UNDECIDED, after: { kind: 'played' } }]);
  });

  it.each<[string, Stored, RemoteItem]>([
    ['28. was never seen as watched', { id: 7, item: aMovie(), truth: played }, aMovie()],
    [
      '32. has another file now',
      { id: 7, item: aMovie(), truth: played, seen: watchedMovie() },
      aMovie({ addedAt: NOW - 60 }),
    ],
    ['shows an older viewing than the unmark', { id: 7, item: aMovie(), truth: unmarked }, watchedMovie()],
  ])('%s: the export of that backend is woken', (_, stored, item) => {
    const { changes, restless, proposals } = decide([item], [stored]);
    expect([changes, restless, proposals]).toEqual([[], [7], []]);
  });

  it('remembers the echo of our write, and that its date is no viewing', () => {
    const expected = { watched: true, positionMs: 0, at: SEEN + 60 };
    const stored = { id: 7, item: aMovie(), truth: played, seen: aMovie(), expected };
    const { seen, changes } = decide([watchedMovie({ playedAt: SEEN + 60 })], [stored]);
    expect([seen[0]?.isEcho, changes]).toEqual([true, []]);
  });

  it('remembers an echo of a backend that is only written to, whose date would stop the next write', () => {
    const expected = { watched: false, positionMs: 600_000, at: SEEN + 60 };
    const stored = { id: 7, item: aMovie(), truth: UNDECIDED, seen: aMovie(), expected };
    const echo = aMovie({ positionMs: 600_000, playedAt: SEEN + 60 });
    const { seen } = decide([echo], [stored], { isSource: false });
    expect(seen[0]?.isEcho).toBe(true);
  });

  it.each([
    { what: 'stays one while the date stays', playedAt: VIEWED, isEcho: true },
    { what: 'ends with a new date', playedAt: NOW - 60, isEcho: false },
  ])('an echo $what', ({ playedAt, isEcho }) => {
    const stored = { id: 7, item: aMovie(), truth: played, seen: watchedMovie(), known: { isEcho: true } };
    const { seen } = decide([watchedMovie({ playedAt, playCount: 2 })], [stored]);
    expect(seen[0]?.isEcho).toBe(isEcho);
  });

  it('58. only gives titles and ids of a metadata-only backend', () => {
    const item = aMovie({ guids: { imdb: 'tt9000001' } });
    const { changes, seen, grown } = decide([watchedMovie()], [{ id: 7, item, truth: UNDECIDED }], {
      isSource: false,
    });
    expect(changes).toEqual([]);
    expect(seen).toHaveLength(1);
    expect(grown).toMatchObject([{ itemId: 7, guids: { tmdb: '700001' } }]);
  });
});

describe('an unmark', () => {
  const stored: Stored = { id: 7, item: aMovie(), truth: played, seen: watchedMovie() };

  it('27, 44. waits as a proposal with its evidence, while the last look stays (M-21c)', () => {
    const { changes, proposals, seen, counts } = decide([aMovie()], [stored]);
    expect(proposals).toMatchObject([
      {
        itemId: 7,
        before: played,
        after: { kind: 'unplayed', decidedAt: NOW },
        rule: 'unmarked',
        evidence: { remoteId: '101', part: 0, report: { watched: false } },
      },
    ]);
    expect([changes, seen, counts]).toEqual([[], [], {}]);
  });

  it('126. is taken at once when it comes as single news', () => {
    const { changes, proposals, seen } = decide([aMovie()], [stored], { areUnmarksProposed: false });
    expect(changes).toMatchObject([{ itemId: 7, after: { kind: 'unplayed', decidedAt: NOW } }]);
    expect([proposals, seen.length]).toEqual([[], 1]);
  });

  it('leaves the last look as it was when it may not be believed yet, so that a complete read finds it again', () => {
    const policy = { areUnmarksProposed: false, unmarkLimits: { maxChanges: 0, maxPercent: 0 } };
    const { changes, seen, restless } = decide([aMovie()], [stored], policy);
    expect([changes, seen, restless]).toEqual([[], [], []]);
  });

  it('49. is not taken when another backend shows a viewing since', () => {
    const { changes, proposals } = decide([aMovie()], [{ ...stored, viewedElsewhereAt: SEEN + 1 }]);
    expect([changes, proposals]).toEqual([[], []]);
  });

  it('49. is taken back by a viewing that may lie before it, and a person is told (M-33)', () => {
    const unmarkedBy = { backendId: 2, remoteId: 'a101', part: 0, since: SEEN };
    const item: Stored = { id: 7, item: aMovie(), truth: unmarked, seen: aMovie(), unmarkedBy };
    const { changes } = decide([watchedMovie({ playedAt: SEEN + 60 })], [item]);
    expect(changes).toMatchObject([{ after: { kind: 'played', decidedAt: SEEN + 60 }, rule: 'conflict' }]);
  });

  it('83. waits for approval like any other when a backend is trusted by name', () => {
    const never: Stored = { id: 7, item: aMovie(), truth: played };
    const { changes, proposals } = decide([aMovie()], [never], { isTrusted: true });
    expect([changes, proposals.map(({ rule }) => rule)]).toEqual([[], ['trusted']]);
  });

  it('135. is nothing to a page that was read before our last look', () => {
    const later = { ...stored, known: { at: NOW + 5 } };
    const { changes, proposals, seen } = decide([aMovie()], [later]);
    expect([changes, proposals, seen]).toEqual([[], [], []]);
  });
});

describe('which item a report is about', () => {
  it('62. is found by any id that both know, and the item learns the others', () => {
    const stored = { id: 7, item: aMovie({ guids: { imdb: 'tt9000001' } }), truth: UNDECIDED };
    const { newItems, grown, seen } = decide([aMovie({ id: 'a101' })], [stored]);
    expect([newItems, seen[0]?.item]).toEqual([[], { id: 7 }]);
    expect(grown).toMatchObject([
      { itemId: 7, guids: { imdb: 'tt9000001', tmdb: '700001' }, keys: ['movie://tmdb/700001'] },
    ]);
  });

  it('63. never is one of another type', () => {
    const stored = { id: 7, item: aMovie({ guids: { tmdb: '700001' } }), truth: UNDECIDED };
    const { newItems } = decide([anEpisode({ guids: { tmdb: '700001' } })], [stored]);
    expect(newItems).toHaveLength(1);
  });

  it('64. goes by the show and the numbers before own ids, and a wrong own id changes nothing', () => {
    const second = { id: 2, item: anEpisode(), truth: UNDECIDED };
    const third = { id: 3, item: anEpisode({ episode: 3, guids: { tvdb: '8800103' } }), truth: UNDECIDED };
    const { seen, grown } = decide([anEpisode({ id: 'a201', guids: { tvdb: '8800103' } })], [third, second]);
    expect([seen[0]?.item, grown]).toEqual([{ id: 2 }, []]);
  });

  it('66. goes by own ids when the numbers differ', () => {
    const absolute = {
      id: 2,
      item: anEpisode({ episode: 25, guids: { tvdb: '8800125' } }),
      truth: UNDECIDED,
    };
    const { seen } = decide(
      [anEpisode({ id: 'a201', season: 2, episode: 1, guids: { tvdb: '8800125' } })],
      [absolute],
    );
    expect(seen[0]?.item).toEqual({ id: 2 });
  });

  it('70. is a new one when a server re-matched its file to something else', () => {
    const stored = {
      id: 7,
      item: aMovie({ guids: { imdb: 'tt9000001' } }),
      truth: UNDECIDED,
      seen: aMovie(),
    };
    const { newItems, changes } = decide([watchedMovie({ guids: { imdb: 'tt9000009' } })], [stored]);
    expect(newItems).toMatchObject([{ truth: { kind: 'played' } }]);
    expect(changes).toEqual([]);
  });

  it('does not judge a copy by what it showed as another item', () => {
    const before = {
      id: 7,
      item: aMovie({ guids: { imdb: 'tt9000001' } }),
      truth: played,
      seen: watchedMovie(),
    };
    const after = {
      id: 8,
      item: aMovie({ guids: { imdb: 'tt9000009' } }),
      truth: { ...played, decidedAt: EARLIER },
    };
    const { changes, proposals } = decide([aMovie({ guids: { imdb: 'tt9000009' } })], [before, after]);
    expect([changes, proposals]).toEqual([[], []]);
  });
});
