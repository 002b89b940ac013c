import type { RemoteItem } from '#libs/core';

/** What a copy shows, named as in the statements that save it. */
export function shownBy(report: RemoteItem): object {
  const { watched, positionMs, playCount, playedAt, addedAt, path, libraryId } = report;
  const { title, episodeTitle, year, season, episode, lastEpisode, guids, parentGuids, showId } = report;
  const { runtimeMs, genres, favourite, rating } = report;
  const ids = { guids, parentGuids, showId };
  return {
    ...{ watched, positionMs, playCount, playedAt, addedAt, path, libraryId },
    detail: {
      ...{ title, episodeTitle, year, season, episode, lastEpisode },
      ...ids,
      ...{ runtimeMs, genres, favourite, rating },
    },
  };
}
