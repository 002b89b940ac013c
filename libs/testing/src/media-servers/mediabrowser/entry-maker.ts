import type { StoredSeason, StoredShow, StoredTitle } from '../fake-store.js';
import type { Entry, EntryType, Library } from './entry.js';
import type { Flavour } from './flavour.js';
import { msToTicks } from './times.js';

const NO_GUIDS: Readonly<Record<string, string>> = {};

/** Turns what the store holds into the rows that a real server would have for it. */
export class EntryMaker {
  constructor(private readonly flavour: Flavour) {}

  movie(title: StoredTitle, library: Library): Entry {
    const folder = fileName(title.year === undefined ? title.title : `${title.title} (${title.year})`);
    return {
      ...blank(title, library),
      type: 'Movie',
      name: title.title,
      sortName: this.flavour.sortName(title.title),
      year: title.year ?? null,
      providerIds: this.providerIds(title.guids, 'Movie'),
      dataKey: title.guids?.['tmdb'] ?? title.guids?.['imdb'] ?? title.id,
      runtimeTicks: msToTicks(title.runtimeMs),
      path: title.path ?? `${library.path}/${folder}/${folder}.mkv`,
    };
  }

  series(show: StoredShow, library: Library): Entry {
    const guids = show.guids;
    const folder = fileName(show.year === undefined ? show.title : `${show.title} (${show.year})`);
    return {
      ...blank(show, library),
      type: 'Series',
      name: show.title,
      sortName: this.flavour.sortName(show.title),
      year: show.year ?? null,
      providerIds: this.providerIds(guids, 'Series'),
      dataKey: guids['tvdb'] ?? guids['imdb'] ?? guids['tmdb'] ?? show.id,
      path: `${library.path}/${folder}`,
    };
  }

  season(season: StoredSeason, series: Entry): Entry {
    return {
      ...blank({ id: season.id, addedAt: series.addedAt }, series.library),
      type: 'Season',
      name: season.number === 0 ? 'Specials' : `Season ${season.number}`,
      sortName: String(season.number).padStart(4, '0'),
      parentId: series.id,
      series,
      index: season.number,
      dataKey: `${series.dataKey}${digits(season.number, 3)}`,
      path: `${series.path}/${this.flavour.seasonFolder(season.number)}`,
    };
  }

  episode(title: StoredTitle, season: Entry, missing: boolean): Entry {
    const [seasonNumber, index] = [season.index ?? 0, title.episode ?? 0];
    const name = title.episodeTitle ?? `Episode ${index}`;
    const lastIndex = title.lastEpisode !== undefined && title.lastEpisode > index ? title.lastEpisode : null;
    return {
      ...blank(title, season.library),
      type: 'Episode',
      name,
      sortName: this.flavour.episodeSortName(name, seasonNumber, index),
      parentId: season.id,
      series: season.series,
      season,
      year: title.year ?? null,
      index,
      lastIndex,
      seasonNumber,
      providerIds: this.providerIds(title.guids, 'Episode'),
      dataKey: `${season.dataKey}${digits(index, 3)}`,
      runtimeTicks: missing ? 0 : msToTicks(title.runtimeMs),
      path: title.path ?? `${season.path}/${episodeFile(title, season, name)}`,
      missing,
    };
  }

  private providerIds(guids: Readonly<Record<string, string>> | undefined, type: EntryType) {
    const pairs = Object.entries(guids ?? NO_GUIDS);
    return Object.fromEntries(pairs.map(([key, value]) => [this.flavour.providerName(key, type), value]));
  }
}

const blank = ({ id, addedAt }: { readonly id: string; readonly addedAt: number }, library: Library) => ({
  id,
  library,
  addedAt,
  parentId: library.id,
  series: null,
  season: null,
  year: null,
  index: null,
  lastIndex: null,
  seasonNumber: null,
  providerIds: NO_GUIDS,
  runtimeTicks: 0,
  missing: false,
});

const digits = (value: number, width: number): string => String(value).padStart(width, '0');
const fileName = (text: string): string => text.replaceAll(/[/\\:]/g, '-');

function episodeFile(title: StoredTitle, season: Entry, name: string): string {
  const last = title.lastEpisode === undefined ? '' : `-E${digits(title.lastEpisode, 2)}`;
  const code = `S${digits(season.index ?? 0, 2)}E${digits(title.episode ?? 0, 2)}${last}`;
  return `${fileName(`${title.title} - ${code} - ${name}`)}.mkv`;
}
