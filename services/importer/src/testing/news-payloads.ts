import type { FakeMediaServer } from '#libs/testing';

type More = Readonly<Record<string, unknown>>;

let titles = 0;
/** A movie of its own; its title is the same on every server that it is added to. */
export function movie(): {
  readonly type: 'movie';
  readonly title: string;
  readonly guids: Record<string, string>;
} {
  titles += 1;
  return { type: 'movie', title: `Lantern ${titles}`, guids: { imdb: `tt${5_000_000 + titles}` } };
}

export const userOf = (server: FakeMediaServer, index = 0): string => server.users[index]?.id ?? '';

/** What the vendors send, cut down to what is read; about the first user. */
export const payloadsOf = {
  plex: (server: FakeMediaServer, id: string, { event = 'media.stop', ...more }: More = {}) => ({
    event,
    user: true,
    owner: true,
    Account: { id: Number(userOf(server)) },
    Server: { uuid: server.uuid },
    Metadata: { type: 'movie', ratingKey: id, ...more },
  }),
  jellyfin: (server: FakeMediaServer, id: string, more: More = {}) => ({
    NotificationType: 'UserDataSaved',
    SaveReason: 'TogglePlayed',
    ServerId: server.uuid,
    ItemId: id,
    ItemType: 'Movie',
    UserId: userOf(server),
    Played: true,
    ...more,
  }),
  emby: (server: FakeMediaServer, id: string, { event = 'item.markplayed' }: More = {}) => ({
    Event: event,
    User: { Id: userOf(server) },
    Server: { Id: server.uuid },
    Item: { Id: id, Type: 'Movie' },
  }),
};
