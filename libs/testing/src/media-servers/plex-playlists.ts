import type { FakePlaylist, FakePlaylists } from './fake-playlists.js';
import type { FakeStore, StoredTitle } from './fake-store.js';
import { Refused, type FakeCall, type Route } from './http-fake.js';
import { empty, type FakeReply } from './http-reply.js';
import { container, listed, paged, pageOf } from './plex-answers.js';
import type { PlexDialect } from './plex-dialect.js';
import { titleJson } from './plex-items.js';
import type { UserStates } from './user-states.js';

interface PlexPlaylistParts {
  readonly playlists: FakePlaylists;
  readonly store: FakeStore;
  readonly states: UserStates;
  readonly agentGuids: ReadonlyMap<string, string>;
  readonly dialect: PlexDialect;
  readonly machineId: string;
  readonly now: () => number;
}

/** The playlists of the token's person (plex.md P15 to P19, 1.3, 6.6 and 8.12). */
export class PlexPlaylistRoutes {
  readonly routes: readonly Route[] = [
    { methods: ['GET'], path: /^\/playlists$/, handle: (call) => this.list(call) },
    { methods: ['POST'], path: /^\/playlists$/, write: true, handle: (call) => this.create(call) },
    { methods: ['GET'], path: /^\/playlists\/(\d+)$/, handle: (call, id) => this.one(call, id) },
    {
      methods: ['DELETE'],
      path: /^\/playlists\/(\d+)$/,
      write: true,
      handle: (call, id) => this.remove(call, id),
    },
    { methods: ['GET'], path: /^\/playlists\/(\d+)\/items$/, handle: (call, id) => this.items(call, id) },
    {
      methods: ['PUT'],
      path: /^\/playlists\/(\d+)\/items$/,
      write: true,
      handle: (call, id) => this.append(call, id),
    },
  ];

  constructor(private readonly parts: PlexPlaylistParts) {}

  private list(call: FakeCall): FakeReply {
    const wanted = call.query.get('playlistType');
    const lists = this.parts.playlists
      .of(ownerOf(call))
      .filter(({ holds }) => wanted === null || wanted === holds);
    const page = pageOf(call, lists, this.parts.dialect);
    return paged(call, page, listed('Metadata', page.items.map(playlistJson)));
  }

  private one(call: FakeCall, id = ''): FakeReply {
    return container(call, listed('Metadata', [playlistJson(this.own(call, id))]));
  }

  private items(call: FakeCall, id = ''): FakeReply {
    const { store, states, agentGuids, dialect } = this.parts;
    const list = this.own(call, id);
    const userId = ownerOf(call);
    const view = {
      stateOf: (itemId: string) => states.get(userId, itemId),
      agentGuidOf: (itemId: string) => agentGuids.get(itemId),
      includeGuids: call.query.get('includeGuids') === '1',
    };
    const titles = list.itemIds.flatMap((itemId) => store.title(itemId) ?? []);
    const rows = titles.map((title: StoredTitle, place) => ({
      ...titleJson(title, view),
      playlistItemID: Number(list.id) * 1_000 + place,
    }));
    const page = pageOf(call, rows, dialect);
    return paged(call, page, { ...listed('Metadata', page.items), leafCount: list.itemIds.length });
  }

  private create(call: FakeCall): FakeReply {
    const title = call.query.get('title');
    const smart = call.query.get('smart');
    if (!title || smart !== '0' || call.query.get('type') !== 'video') throw new Refused(400);
    const itemIds = this.named(call.query.get('uri'));
    if (itemIds.length === 0 && this.parts.dialect.refusesEmptyPlaylists) throw new Refused(400);
    const id = this.parts.playlists.make(ownerOf(call), { title, itemIds, at: this.parts.now() });
    return container(call, listed('Metadata', [playlistJson(this.parts.playlists.get(id))]));
  }

  private append(call: FakeCall, id = ''): FakeReply {
    const list = this.own(call, id);
    if (list.isSmart || list.isReadOnly) throw new Refused(400);
    const itemIds = [...list.itemIds, ...this.named(call.query.get('uri'))];
    this.parts.playlists.edit(list.id, { itemIds, at: this.parts.now() });
    return container(call, listed('Metadata', [playlistJson(this.parts.playlists.get(list.id))]));
  }

  private remove(call: FakeCall, id = ''): FakeReply {
    const list = this.own(call, id);
    if (list.isReadOnly) throw new Refused(403);
    this.parts.playlists.drop(list.id);
    return empty(204);
  }

  /** `server://<machine>/com.plexapp.plugins.library/library/metadata/<id,id>`; ids of nothing are passed over. */
  private named(uri: string | null): readonly string[] {
    if (uri === '') return [];
    const match = /^server:\/\/(\w+)\/com\.plexapp\.plugins\.library\/library\/metadata\/([\d,]+)$/.exec(
      uri ?? '',
    );
    if (match?.[1] !== this.parts.machineId) throw new Refused(400);
    return (match[2] ?? '').split(',').filter((id) => this.parts.store.title(id));
  }

  /** Another person's list is none at all. */
  private own(call: FakeCall, id: string): FakePlaylist {
    const list = this.parts.playlists.find(id);
    if (list?.ownerId !== ownerOf(call)) throw new Refused(404);
    return list;
  }
}

const ownerOf = ({ caller }: FakeCall): string => caller?.user?.id ?? '';

const playlistJson = (list: FakePlaylist) => ({
  ratingKey: list.id,
  key: `/playlists/${list.id}/items`,
  guid: `com.plexapp.agents.none://0b9a3b52-0000-4000-8000-${list.id.padStart(12, '0')}`,
  type: 'playlist',
  title: list.title,
  summary: '',
  smart: list.isSmart,
  playlistType: list.holds,
  composite: `/playlists/${list.id}/composite/${list.changedAt}`,
  duration: 0,
  leafCount: list.itemIds.length,
  addedAt: list.createdAt,
  updatedAt: list.changedAt,
  ...(list.isReadOnly && { readOnly: true, specialPlaylistType: 'unwatched' }),
});
