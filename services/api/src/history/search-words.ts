import type { HistoryFilter } from '#libs/database';

const EPISODE = /\bs(\d{1,4})\s?e(\d{1,4})\b|\b(\d{1,4})x(\d{1,4})\b/i;
const YEAR_IN_BRACKETS = /\((\d{4})\)/;

/** Reads what a person types: `lantern s01e02`, `Lantern (1999)`, or a part of a title. */
export function readSearch(words: string): Pick<HistoryFilter, 'title' | 'year' | 'season' | 'episode'> {
  const episode = EPISODE.exec(words);
  const year = YEAR_IN_BRACKETS.exec(words);
  const title = words.replace(EPISODE, ' ').replace(YEAR_IN_BRACKETS, ' ').replace(/\s+/g, ' ').trim();
  return {
    ...(title === '' ? {} : { title }),
    ...(year ? { year: Number(year[1]) } : {}),
    ...(episode
      ? { season: Number(episode[1] ?? episode[3]), episode: Number(episode[2] ?? episode[4]) }
      : {}),
  };
}
