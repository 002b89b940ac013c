import { listed, noPositions, PAGE, type Call } from './call.js';

/** Libraries, items, what a person did with them, and playlists. */
export const ITEM_CALLS: Readonly<Record<string, Call>> = {
  libraries: {
    numbers: 'C08',
    ask: ({ client }) => client.libraries(),
    lines: { legacy: /^GET \/Users\/U\/Items$/, modern: /^GET \/Items\?userId=U$/ },
    isRead: true,
  },
  'folders of the libraries': {
    numbers: 'C09',
    ask: ({ client, movie }) => client.find(movie.id),
    lines: { legacy: /^GET \/Library\/VirtualFolders(\/Query)?$/ },
    isRead: true,
  },
  'page of movies': {
    numbers: 'C10, C12',
    ask: ({ client, movies }) => client.page(movies, PAGE),
    lines: listed('(?=.*includeItemTypes=Movie,Episode)(?=.*excludeLocationTypes=Virtual)(?=.*limit=50)'),
    isRead: true,
  },
  'shows before episodes': {
    numbers: 'C11',
    ask: ({ client, shows }) => client.page(shows, PAGE),
    lines: listed('(?=.*includeItemTypes=Series)(?!.*filters=)(?=.*enableUserData=false)'),
    isRead: true,
  },
  'episodes of a show': {
    numbers: 'C12, C13',
    ask: ({ client, episode }) => client.below(episode.showId ?? '', PAGE),
    lines: listed('(?=.*includeItemTypes=Movie,Episode)(?=.*excludeLocationTypes=Virtual)(?=.*limit=50)'),
    isRead: true,
  },
  'what was watched last': {
    numbers: 'C33',
    ask: ({ client }) => client.recent(20),
    lines: {
      legacy:
        /^GET \/Users\/U\/Items\?sortBy=DatePlayed,SortName&sortOrder=Descending&recursive=true(?=.*limit=20)/,
      modern:
        /^GET \/Items\?userId=U&sortBy=DatePlayed,SortName&sortOrder=Descending&recursive=true(?=.*limit=20)/,
    },
    isRead: true,
  },
  'one item': {
    numbers: 'C13',
    ask: ({ client, movie }) => client.find(movie.id),
    lines: { legacy: /^GET \/Users\/U\/Items\/I\?/, modern: /^GET \/Items\/I\?userId=U&/ },
    isRead: true,
  },
  search: {
    numbers: 'C14',
    ask: ({ client }) => client.inspect.search('lighthouse', 25),
    lines: {
      legacy: /^GET \/Users\/U\/Items\?searchTerm=lighthouse&limit=25&recursive=true/,
      modern: /^GET \/Items\?userId=U&searchTerm=lighthouse&limit=25&recursive=true/,
    },
    isRead: true,
  },
  'mark played with a date': {
    numbers: 'C15',
    ask: ({ client, movie }) =>
      client.write(
        { ...movie, watched: false, positionMs: 0 },
        { watched: true, positionMs: 0, playedAt: 1_758_391_445 },
      ),
    lines: {
      legacy: /^POST \/Users\/U\/PlayedItems\/I\?DatePlayed=(20250920180405|2025-09-20T18:04:05Z)$/,
      modern: /^POST \/UserPlayedItems\/I\?userId=U&DatePlayed=2025-09-20T18:04:05Z$/,
    },
    isRead: false,
  },
  'mark unplayed': {
    numbers: 'C16',
    ask: ({ client, movie }) =>
      client.write(
        { ...movie, watched: true, positionMs: 0 },
        { watched: false, positionMs: 0, playedAt: null },
      ),
    lines: {
      legacy: /^DELETE \/Users\/U\/PlayedItems\/I$/,
      modern: /^DELETE \/UserPlayedItems\/I\?userId=U$/,
    },
    isRead: false,
  },
  'store a position': {
    numbers: 'C17, C18',
    ask: ({ client, movie }) =>
      client.write(
        { ...movie, watched: false, positionMs: 0 },
        { watched: false, positionMs: 900_000, playedAt: 1_758_391_445 },
      ),
    lines: {
      legacy: /^POST \/Users\/U\/Items\/I\/UserData$/,
      modern: /^POST \/UserItems\/I\/UserData\?userId=U$/,
    },
    isRead: false,
    missingIn: noPositions,
  },
  'titles of a library': {
    numbers: '6',
    ask: ({ client, movies }) => client.inspect.titles(movies, { ...PAGE, withPaths: true }),
    lines: listed('(?=.*includeItemTypes=Movie,Series)(?=.*enableUserData=false)'),
    isRead: true,
  },
  'ids of a library': {
    numbers: '6',
    ask: ({ client, movies }) => client.inspect.ids(movies, PAGE),
    lines: listed('(?=.*includeItemTypes=Movie,Episode)(?=.*enableUserData=false)(?!.*fields=)'),
    isRead: true,
  },
  playlists: {
    numbers: 'C25',
    ask: ({ client }) => client.playlists.list(),
    lines: {
      legacy:
        /^GET \/Users\/U\/Items\?recursive=true(?=.*includeItemTypes=Playlist)(?=.*startIndex=0)(?!.*mediaTypes)/,
      modern:
        /^GET \/Items\?userId=U&recursive=true(?=.*includeItemTypes=Playlist)(?=.*startIndex=0)(?!.*mediaTypes)/,
    },
    isRead: true,
  },
  'one playlist': {
    numbers: 'C26',
    ask: ({ client, playlist }) => client.playlists.read(playlist),
    lines: { legacy: /^GET \/Users\/U\/Items\/P\?/, modern: /^GET \/Items\/P\?userId=U&/ },
    isRead: true,
  },
  'entries of a playlist': {
    numbers: 'C27',
    ask: ({ client, playlist }) => client.playlists.read(playlist),
    lines: { legacy: /^GET \/Playlists\/P\/Items\?userId=U&(?=.*startIndex=0)/ },
    isRead: true,
  },
  'make a playlist': {
    numbers: 'C28',
    ask: ({ client, movie }) => client.playlists.create({ title: 'Friday', itemIds: [movie.id] }),
    lines: { legacy: /^POST \/Playlists(\?Name=Friday&Ids=\d+&userId=U&MediaType=Video)?$/ },
    isRead: false,
  },
  'remove a playlist': {
    numbers: 'C29',
    ask: async ({ client, server, playlist }) => {
      const kept = server.playlists.copy();
      await client.playlists.remove(playlist);
      server.playlists.restore(kept);
    },
    lines: { legacy: /^DELETE \/Items\/P$/ },
    isRead: false,
  },
  pictures: {
    numbers: 'C30',
    ask: async ({ client, movie }) => {
      const answer = await client.inspect.image({ remoteId: movie.id, kind: 'poster' });
      if (answer.kind === 'image') answer.body.destroy();
    },
    lines: { legacy: /^GET \/Items\/I\/Images\/Primary\?maxWidth=600$/ },
    isRead: false,
  },
};
