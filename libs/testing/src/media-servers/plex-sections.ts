/** One library of a Plex server. Each server has at most one per type; it exists once it holds a title. */
export interface PlexSection {
  readonly key: string;
  readonly type: 'movie' | 'show';
  readonly title: string;
  readonly agent: string;
  readonly scanner: string;
  readonly path: string;
  /** The playable titles in it. */
  readonly holds: 'movie' | 'episode';
  /** Values of the `type` parameter that have items here; the first is the default. */
  readonly itemTypes: readonly string[];
}

export const MOVIES: PlexSection = {
  key: '1',
  type: 'movie',
  title: 'Movies',
  agent: 'tv.plex.agents.movie',
  scanner: 'Plex Movie',
  path: '/media/movies',
  holds: 'movie',
  itemTypes: ['1'],
};

export const SHOWS: PlexSection = {
  key: '2',
  type: 'show',
  title: 'TV Shows',
  agent: 'tv.plex.agents.series',
  scanner: 'Plex TV Series',
  path: '/media/tv',
  holds: 'episode',
  itemTypes: ['2', '3', '4'],
};

/** An entry of `/library/sections` (plex.md 8.3). */
export function sectionJson({ key, type, title, agent, scanner, path }: PlexSection) {
  return {
    allowSync: true,
    filters: true,
    refreshing: false,
    key,
    type,
    title,
    agent,
    scanner,
    language: 'en-US',
    uuid: `5a1f0c7e-0000-4000-8000-00000000000${key}`,
    createdAt: 1_600_000_000,
    content: true,
    directory: true,
    hidden: 0,
    Location: [{ id: Number(key), path }],
  };
}

/** A library of a kind that we do not read, or with an agent that knows no ids. */
export interface OtherSection {
  readonly key: string;
  /** `artist`, `photo` or `movie`. */
  readonly type: string;
  readonly title: string;
  readonly agent: string;
  readonly scanner: string;
}

export const MUSIC: OtherSection = {
  key: '3',
  type: 'artist',
  title: 'Music',
  agent: 'tv.plex.agents.music',
  scanner: 'Plex Music',
};

export const otherSectionJson = (section: OtherSection) => ({
  ...section,
  allowSync: true,
  filters: true,
  refreshing: false,
  language: 'en-US',
  uuid: `5a1f0c7e-0000-4000-8000-00000000000${section.key}`,
  createdAt: 1_600_000_000,
  content: true,
  directory: true,
  hidden: 0,
  Location: [{ id: Number(section.key), path: `/media/${section.type}` }],
});
