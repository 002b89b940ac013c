import { ItemResolver } from './item-resolver.js';
import { ListMaker } from './list-maker.js';
import { PlaylistPlanner } from './playlist-planner.js';
import { PlaylistReader } from './playlist-reader.js';
import { PlaylistWriter } from './playlist-writer.js';
import { RunPlaylistSyncer } from './run-playlist-syncer.js';

/** What makes playlists the same; the queue's worker is apart, so that tests can do without it. */
export const PLAYLIST_PARTS = [
  RunPlaylistSyncer,
  PlaylistPlanner,
  PlaylistReader,
  ItemResolver,
  PlaylistWriter,
  ListMaker,
] as const;
