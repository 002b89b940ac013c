import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  A2,
  nextSecond,
  now,
  P1,
  P2,
  repository,
  SERVERS,
  StoryBook,
  type ServerType,
  type Tale,
} from '../harness/index.js';

interface Entry {
  readonly kind: string;
  readonly source: string;
  readonly rule: string | null;
  readonly sentence: string;
  readonly run_id: string | null;
  readonly at: string;
}

interface Standing {
  readonly backend: string;
  readonly rule: string | null;
  readonly sentence: string;
  readonly next: string;
  readonly next_rule: string;
}

interface Explanation {
  readonly story: readonly Entry[];
  readonly backends: readonly Standing[];
}

/** A lie: the answer of a server that did it says as little. */
const YES = { match: 'PlayedItems', kind: { answer: '' } } as const;

/**
 * What people ask most, each question made by playing it: Plex was never exported to and may neither unmark nor take
 * positions, Jellyfin is not exported to, and Emby says yes to every mark and does nothing.
 */
describe('ten surprises, and what the story of the item says', () => {
  const book = new StoryBook();

  const notExported = book.movie((movie) => movie.on(SERVERS).then((all) => all.playedOn('emby', P1)));
  const onlyHere = book.movie((movie) => movie.on('emby').then((one) => one.playedOn('emby', P1)));
  const unmarked = book.movie(
    (movie) => movie.on('jellyfin').then((one) => one.playedOn('jellyfin', P1)),
    (movie) => movie.unmarkedOn('jellyfin'),
  );
  const mayNot = book.movie(
    (movie) => movie.on('plex').then((one) => one.playedOn('plex', P1)),
    (movie) => movie.unmarkedOn('plex'),
  );
  const opposite = book.movie(
    (movie) => movie.on(['jellyfin', 'emby']).then((both) => both.playedOn(['jellyfin', 'emby'], P1)),
    async (movie) => {
      await movie.unmarkedOn('jellyfin');
      // A viewing in the very second of the last look is none since then.
      await nextSecond();
      await movie.playedOn('emby', now());
    },
  );
  const one = book.movie((movie) => movie.on('plex'));
  const other = book.movie(
    (movie) => movie.on('jellyfin'),
    async (movie) => {
      const [imdb, tmdb] = [one.work.facts.guids?.['imdb'] ?? '', movie.facts.guids?.['tmdb'] ?? ''];
      await movie.on('emby', { guids: { imdb, tmdb } });
    },
  );
  const further = book.movie(async (movie) => {
    await movie.on(['plex', 'jellyfin']);
    await movie.pausedOn('plex', 900_000, P2);
    await movie.pausedOn('jellyfin', 300_000, P1);
  });
  const resumed = book.movie(async (movie) => {
    await movie.on(['plex', 'jellyfin']);
    await movie.pausedOn('jellyfin', 700_000, P2);
  });
  const replaced = book.movie(
    (movie) => movie.on('jellyfin').then((old) => old.playedOn('jellyfin', P1)),
    async (movie) => {
      await movie.removedFrom('jellyfin');
      await movie.on('jellyfin', { addedAt: A2, path: `/films/again/${movie.facts.title}.mkv` });
    },
  );
  const inVain = book.movie(
    (movie) => movie.on(['plex', 'emby']),
    (movie) => movie.playedOn('plex', P2),
  );

  beforeAll(() =>
    book.play(async (stage) => {
      await stage.import();
      await stage.export(['emby']);
      await stage.configure('jellyfin', { 'export.enabled': false });
      await stage.configure('plex', {
        'options.DISABLE_MARK_UNPLAYED': true,
        'options.EXPORT_PROGRESS': false,
      });
      await stage.fakes.fault('emby', YES);
    }),
  );
  afterAll(() => book.close());

  async function explain({ work }: Tale): Promise<Explanation> {
    const { status, body } = await book.stage.api.get(
      `history/${work.in(await book.stage.rows())?.id ?? 0}/explain`,
    );
    expect(status).toBe(200);
    return body as Explanation;
  }

  const on = async (tale: Tale, type: ServerType): Promise<Standing> => {
    const found = (await explain(tale)).backends.find(({ backend }) => backend === type);
    if (!found) throw new Error(`nothing is said of ${type}`);
    return found;
  };

  const QUESTIONS: Readonly<Record<string, () => Promise<void>>> = {
    'Why was this not exported?': async () => {
      expect(await on(notExported, 'jellyfin')).toMatchObject({ next_rule: 'export-off' });
      const plex = await on(notExported, 'plex');
      expect(plex.next_rule).toBe('never-exported');
      expect(plex.next).toMatch(/Nothing was ever exported to plex/);
    },
    'It is watched here; why not there?': async () => {
      const { rule, sentence, next_rule: next } = await on(onlyHere, 'jellyfin');
      expect([rule, next]).toEqual([null, 'not-seen']);
      expect(sentence).toMatch(/never seen to have it/);
    },
    'Who unmarked this?': async () => {
      const changes = (await explain(unmarked)).story.filter(({ kind }) => kind === 'decided');
      const last = changes.at(-1);
      expect(last).toMatchObject({ source: 'jellyfin', rule: 'unmarked', run_id: expect.any(String) });
      expect(Date.parse(last?.at ?? '')).toBeGreaterThan(P2 * 1_000);
      const row = await notExported.work.unmarkedHere();
      expect(row.watched).toBe(false);
      const { story } = await explain(notExported);
      expect(story.findLast(({ kind }) => kind === 'marked')).toMatchObject({
        source: 'a person',
        rule: 'person',
      });
    },
    'I unmarked it there; why is it still watched?': async () => {
      const { rule, sentence } = await on(mayNot, 'plex');
      expect(rule).toBe('may-not-unmark');
      expect(sentence).toMatch(/may not mark anything as unwatched/);
    },
    'Why did a viewing win over my unmark?': async () => {
      const { rule } = await on(opposite, 'jellyfin');
      expect(rule).toBe('conflict');
      const { story } = await explain(opposite);
      expect(story).toContainEqual(
        expect.objectContaining({ kind: 'conflict', source: 'jellyfin', rule: 'opposite-wishes' }),
      );
    },
    'Why is it in quarantine?': async () => {
      for (const tale of [one, other]) {
        const { rule, sentence } = await on(tale, 'emby');
        expect(rule).toBe('quarantined');
        expect(sentence).toMatch(/kept out/);
      }
    },
    'The server has a position; why was it not taken?': async () => {
      expect(await on(further, 'jellyfin')).toMatchObject({ rule: 'older-than-truth' });
    },
    'Why was the position not written?': async () => {
      expect(await on(resumed, 'plex')).toMatchObject({ next_rule: 'may-not-set-progress' });
    },
    'The new file is unwatched; will all be?': async () => {
      const { rule, sentence } = await on(replaced, 'jellyfin');
      expect(rule).toBe('replaced');
      expect(sentence).toMatch(/it stayed watched/);
      expect(replaced.row(2).watched).toBe(true);
    },
    'It was written; why does the server not show it?': async () => {
      expect(await inVain.work.stateOn('emby')).toMatchObject({ watched: false });
      await nextSecond();
      await book.stage.import(['emby']);
      await book.stage.settled();
      expect(await on(inVain, 'emby')).toMatchObject({ rule: 'unconfirmed-write' });
      for (let look = 2; look <= 4; look += 1) {
        // A look in the second of the write cannot judge it.
        await nextSecond();
        await book.stage.import(['emby']);
        await book.stage.settled();
      }
      await book.stage.api.carryOut('export', 'emby');
      const { story } = await explain(inVain);
      const ends = story.filter(({ source, kind }) => source === 'emby' && kind !== 'seen');
      expect(ends.filter(({ kind }) => kind === 'written').length).toBeGreaterThan(0);
      expect(ends).toContainEqual(expect.objectContaining({ kind: 'failed', rule: 'unconfirmed' }));
    },
  };

  it.each(Object.entries(QUESTIONS))('%s', async (_, answer) => {
    await answer();
  });

  it('are those of docs/how-it-decides.md', () => {
    const text = readFileSync(join(repository, 'docs/how-it-decides.md'), 'utf8');
    const table = text.slice(text.indexOf('## Ten surprises')).split('\n## ')[0] ?? '';
    const rows = table.split('\n').filter((line) => line.startsWith('| ') && !/^\| (Question|-)/.test(line));
    expect(rows.map((line) => line.split('|')[1]?.trim())).toEqual(Object.keys(QUESTIONS));
  });
});
