export interface Named {
  readonly type: 'movie' | 'episode';
  readonly title: string;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The short mark of an episode: S01E05. */
export const episodeMark = ({ season, episode }: Pick<Named, 'season' | 'episode'>): string =>
  season === null || episode === null ? '' : $localize`S${two(season)}:season:E${two(episode)}:episode:`;

/** "The Long Tide (2011)" for a movie, "Harbour Lights S01E05" for an episode. */
export function itemName(item: Named): string {
  if (item.type === 'episode') return [item.title, episodeMark(item)].filter(Boolean).join(' ');
  return item.year ? `${item.title} (${item.year})` : item.title;
}
