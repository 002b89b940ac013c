import type { FakeTitle } from './fake-media-server.js';

const two = (value: number) => String(value).padStart(2, '0');

/** The file of a title on disk: as given, else the way that media managers name it. */
export function mediaPath(title: FakeTitle): string {
  if (title.path !== undefined) return title.path;
  const name = title.year === undefined ? title.title : `${title.title} (${title.year})`;
  if (title.type === 'movie') return `/media/movies/${name}/${name}.mkv`;
  const season = two(title.season ?? 1);
  const last = title.lastEpisode === undefined ? '' : `-E${two(title.lastEpisode)}`;
  return `/media/tv/${name}/Season ${season}/${title.title} - S${season}E${two(title.episode ?? 0)}${last}.mkv`;
}
