import { beforeEach, describe, expect, it } from 'vitest';
import type { StateWrite } from '../media-server.js';
import { failure, found, type Scene, type Rules } from './stage.js';

const WATCHED_AT = 1_700_000_500;
const watched: StateWrite = { watched: true, positionMs: 0, playedAt: WATCHED_AT };
const unwatched: StateWrite = { watched: false, positionMs: 0, playedAt: null };
const at = (positionMs: number): StateWrite => ({ watched: false, positionMs, playedAt: WATCHED_AT });
const watchedAgainTo = (positionMs: number): StateWrite => ({ ...watched, positionMs });

/** Where an item may stand before a write; each is staged by the person's own hands. */
const BEFORE = {
  untouched: () => undefined,
  watched: ({ server, owner, id }: Staged) => server.play(owner.id, id, 1_690_000_000),
  'half seen': ({ server, owner, id }: Staged) => server.pauseAt(owner.id, id, 1_200_000, 1_690_000_000),
  'seen and begun again': ({ server, owner, id }: Staged) => {
    server.play(owner.id, id, 1_690_000_000);
    server.pauseAt(owner.id, id, 1_200_000, 1_690_090_000);
  },
} as const;

const TRANSITIONS: readonly (readonly [keyof typeof BEFORE, string, StateWrite])[] = [
  ['untouched', 'watched', watched],
  ['untouched', 'half seen', at(700_000)],
  ['untouched', 'watched with a position', watchedAgainTo(700_000)],
  ['half seen', 'watched', watched],
  ['half seen', 'watched with the same position', watchedAgainTo(1_200_000)],
  ['half seen', 'further seen', at(2_000_000)],
  ['half seen', 'untouched', unwatched],
  ['watched', 'unwatched', unwatched],
  ['watched', 'half seen', at(700_000)],
  ['watched', 'begun again', watchedAgainTo(700_000)],
  ['seen and begun again', 'watched', watched],
  ['seen and begun again', 'unwatched', unwatched],
  ['seen and begun again', 'unwatched, at the same position', at(1_200_000)],
];

const SAME: readonly (readonly [keyof typeof BEFORE, StateWrite])[] = [
  ['untouched', unwatched],
  ['watched', watched],
  ['half seen', at(1_200_400)],
  ['seen and begun again', watchedAgainTo(1_199_600)],
];

interface Staged extends Scene {
  readonly id: string;
}

export function promisesOfWriting(stage: Rules, scene: () => Scene): void {
  describe('writing', () => {
    let id = '';
    beforeEach(() => {
      id = scene().server.add({
        type: 'movie',
        title: 'Paper Planets',
        guids: { imdb: 'tt7000102' },
        runtimeMs: 6_300_000,
      });
    });
    const staged = (): Staged => ({ ...scene(), id });
    changesState(staged);
    keepsStill(staged);
    respectsOthers(stage, staged);
  });
}

function changesState(staged: () => Staged): void {
  it.each(TRANSITIONS)('turns %s into %s, once and for all', async (before, _, wanted) => {
    BEFORE[before](staged());
    const { server, owner, client, id } = staged();
    const current = await found(client(), id);
    const expected = { watched: wanted.watched, positionMs: wanted.positionMs };

    await client().write(current, wanted);
    expect(server.stateOf(owner.id, id)).toMatchObject(expected);

    server.clearRequests();
    await client().write(await found(client(), id), wanted);
    expect(server.writes()).toEqual([]);

    await client().write(current, wanted);
    expect(server.stateOf(owner.id, id)).toMatchObject(expected);
  });

  it('marks an episode and leaves its neighbours alone', async () => {
    const { server, owner, client } = staged();
    const episode = { type: 'episode', title: 'Tide Tables', season: 1, guids: { tvdb: '1' } } as const;
    const [first, second] = [1, 2].map((number) => server.add({ ...episode, episode: number }));
    await client().write(await found(client(), String(first)), watched);
    expect(server.stateOf(owner.id, String(first)).watched).toBe(true);
    expect(server.stateOf(owner.id, String(second)).watched).toBe(false);
  });
}

function keepsStill(staged: () => Staged): void {
  it.each(SAME)(
    'writes nothing to an item that is %s already, give or take a second',
    async (before, wanted) => {
      BEFORE[before](staged());
      const { server, owner, client, id } = staged();
      // Some servers take the watched mark away when a second viewing starts.
      const { watched: isWatched } = server.stateOf(owner.id, id);
      await client().write(await found(client(), id), { ...wanted, watched: isWatched });
      expect(server.writes()).toEqual([]);
    },
  );

  it('changes nothing by reading', async () => {
    BEFORE['half seen'](staged());
    const { server, owner, client, id } = staged();
    const before = server.stateOf(owner.id, id);
    const reader = client();
    await reader.validate();
    for (const library of await reader.libraries())
      if (library.supported) await reader.page(library, { offset: 0, limit: 10 });
    await reader.find(id);
    expect(server.writes()).toEqual([]);
    expect(server.stateOf(owner.id, id)).toEqual(before);
  });
}

function respectsOthers(stage: Rules, staged: () => Staged): void {
  it('writes for its own person only', async () => {
    const { server, owner, guest, client, id } = staged();
    await client(guest).write(await found(client(guest), id), watched);
    expect(server.stateOf(guest.id, id).watched).toBe(true);
    expect(server.stateOf(owner.id, id).watched).toBe(false);
  });

  if (stage.keepsDates)
    it('hands over when it was watched', async () => {
      const { server, owner, client, id } = staged();
      await client().write(await found(client(), id), watched);
      expect(server.stateOf(owner.id, id).playedAt).toBe(WATCHED_AT);
    });

  it('says so when the item is gone', async () => {
    const { server, client, id } = staged();
    const current = await found(client(), id);
    server.remove(id);
    await failure(staged(), client().write(current, watched), { key: 'not-found' });
  });

  it.each([
    ['server-error', { status: 500 }],
    ['token-rejected', { status: 401 }],
    ['rate-limited', { status: 429, retryAfterSeconds: 30 }],
    ['unreachable', { reset: true }],
  ] as const)('never takes a failed write for a done one: %s', async (key, kind) => {
    const { server, owner, client, id } = staged();
    const current = await found(client(), id);
    server.fault({ kind });
    await failure(staged(), client().write(current, watched), { key });
    expect(server.stateOf(owner.id, id).watched).toBe(false);
  });
}
