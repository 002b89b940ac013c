import type { FakeMediaServer, FakeTitle } from './fake-media-server.js';

export type DemoPerson = 'alex' | 'sam';
type ServerType = FakeMediaServer['type'];

/** One thing that a person did on one server. */
export interface DemoState {
  readonly server: ServerType;
  readonly person: DemoPerson;
  readonly title: FakeTitle;
  readonly action:
    | { readonly kind: 'play'; readonly at: number }
    | { readonly kind: 'pause'; readonly at: number; readonly positionMs: number };
}

const EVERYWHERE: readonly ServerType[] = ['plex', 'jellyfin', 'emby'];
const FIRST_VIEW_AT = 1_735_700_000;
const HOUR_S = 3600;

/** Sam sees about what Alex sees, shifted by a prime, so that the two are never told apart by chance. */
const SHIFT: Readonly<Record<DemoPerson, number>> = { alex: 0, sam: 17 };

/**
 * What both people did, oldest first. Of a hundred titles some fifty are watched on all three servers and thirty-odd
 * nowhere; the rest is what a sync has to mend: watched on Plex or Jellyfin alone, or stopped half-way on Emby.
 */
export function demoStates(catalog: readonly FakeTitle[]): readonly DemoState[] {
  return catalog
    .flatMap((title, index) =>
      (['alex', 'sam'] as const).flatMap((person) => statesOf({ title, person, nth: index + SHIFT[person] })),
    )
    .toSorted((one, other) => one.action.at - other.action.at);
}

interface Viewing {
  readonly title: FakeTitle;
  readonly person: DemoPerson;
  readonly nth: number;
}

function statesOf({ title, person, nth }: Viewing): readonly DemoState[] {
  const at = FIRST_VIEW_AT + nth * 7 * HOUR_S;
  const place = (nth * 37) % 100;
  const playedOn = (servers: readonly ServerType[]) =>
    servers.map((server): DemoState => ({ server, person, title, action: { kind: 'play', at } }));

  if (place < 50) return playedOn(EVERYWHERE);
  if (place < 55) return playedOn(['plex']);
  if (place < 60) return playedOn(['jellyfin']);
  if (place < 63) return playedOn(['plex', 'emby']);
  if (place >= 67) return [];
  // Between 20 and 60 per cent: past the point where servers forget a start, short of where they call it watched.
  const positionMs = Math.floor(((title.runtimeMs ?? 0) * (20 + (nth % 41))) / 100);
  return [{ server: 'emby', person, title, action: { kind: 'pause', at, positionMs } }];
}

/** Fills a server with the catalogue and with what people named alex and sam did there. */
export function seedDemo(server: FakeMediaServer, catalog: readonly FakeTitle[]): void {
  const idOf = new Map(catalog.map((title) => [title, server.add(title)] as const));
  const userOf = new Map(server.users.map(({ name, id }) => [name, id] as const));
  for (const { person, title, action } of demoStates(catalog).filter(
    ({ server: type }) => type === server.type,
  )) {
    const user = userOf.get(person);
    const id = idOf.get(title);
    if (user === undefined || id === undefined) continue;
    if (action.kind === 'play') server.play(user, id, action.at);
    else server.pauseAt(user, id, action.positionMs, action.at);
  }
}
