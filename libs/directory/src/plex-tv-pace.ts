import { ServerPace } from './server-pace.js';

const MOST_PER_SECOND = 10;

/**
 * The traffic of one process to plex.tv, whoever's account it is about: it answers 429 when tokens are made for many
 * people in a row (plex.md quirk 26). A person may be waiting, so a longer pause is told instead of sat out.
 */
export function plexTvPace(): ServerPace {
  const pace = new ServerPace({
    reads: 2,
    writes: 1,
    longestWaitMs: 5_000,
    failures: 6,
    firstRestMs: 10_000,
    longestRestMs: 120_000,
  });
  pace.setRate(0, MOST_PER_SECOND);
  return pace;
}
