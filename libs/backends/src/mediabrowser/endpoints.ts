export interface Endpoint {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Paths that act for one user; each names the user, since a key belongs to nobody (jellyfin-emby.md 0.3). */
export interface Endpoints {
  items(user: string): Endpoint;
  item(user: string, id: string): Endpoint;
  played(user: string, id: string): Endpoint;
  /** Null where the server cannot store a resume position. */
  userData: ((user: string, id: string) => Endpoint) | null;
}

const part = encodeURIComponent;
const atUser = (user: string, rest: string): Endpoint => ({
  path: `/Users/${part(user)}/${rest}`,
  query: {},
});
const forUser = (user: string, path: string): Endpoint => ({ path, query: { userId: user } });

/** Jellyfin 10.8 (jellyfin-emby.md 1.2); it has no endpoint for positions. */
export const oldestEndpoints: Endpoints = {
  items: (user) => atUser(user, 'Items'),
  item: (user, id) => atUser(user, `Items/${part(id)}`),
  played: (user, id) => atUser(user, `PlayedItems/${part(id)}`),
  userData: null,
};

export const legacyEndpoints: Endpoints = {
  ...oldestEndpoints,
  userData: (user, id) => atUser(user, `Items/${part(id)}/UserData`),
};

/** Jellyfin 10.9 and newer. */
export const modernEndpoints: Endpoints = {
  items: (user) => forUser(user, '/Items'),
  item: (user, id) => forUser(user, `/Items/${part(id)}`),
  played: (user, id) => forUser(user, `/UserPlayedItems/${part(id)}`),
  userData: (user, id) => forUser(user, `/UserItems/${part(id)}/UserData`),
};
