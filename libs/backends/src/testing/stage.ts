import { afterEach, beforeEach, expect } from 'vitest';
import type { RemoteItem } from '#libs/core';
import type { FakeMediaServer, FakeUser } from '#libs/testing';
import { BackendError, type BackendErrorCode, type BackendField } from '../backend-error.js';
import type { Backend, Connection, ConnectOptions, Library, MediaServerClient } from '../media-server.js';

/** Where kinds of servers may differ. */
export interface Rules {
  /** Whether the server stores the date of a viewing that is written to it. */
  readonly keepsDates: boolean;
  /** `any-user`: an admin key acts for the configured user. `own-user`: it belongs to one person. */
  readonly adminActsFor: 'any-user' | 'own-user';
}

/** What a kind of server brings along to be played against the suite. */
export interface Stage<Server extends FakeMediaServer = FakeMediaServer> extends Rules {
  readonly backend: Backend;
  /** Makes a fake that is not started yet, with an admin and one more user. Every test gets its own. */
  readonly server: () => Server;
  /** What a client needs besides, for instance the address of a fake plex.tv. */
  readonly options?: (server: Server) => ConnectOptions;
}

/** One test's fake server, its people, and clients that talk to it. */
export interface Scene {
  readonly server: FakeMediaServer;
  /** The admin of the server. */
  readonly owner: FakeUser;
  /** A person without rights over others. */
  readonly guest: FakeUser;
  readonly client: (as?: FakeUser, to?: Partial<Connection>, options?: ConnectOptions) => MediaServerClient;
}

/** Sets the stage anew for every test of the `describe` around it. */
export function sceneOf<Server extends FakeMediaServer>(stage: Stage<Server>): () => Scene {
  let scene: Scene | null = null;
  beforeEach(async () => {
    const server = stage.server();
    await server.start();
    scene = sceneWith(stage, server);
  });
  afterEach(async () => {
    await scene?.server.stop();
    scene = null;
  });
  return () => {
    if (!scene) throw new Error('the stage is set only inside a test');
    return scene;
  };
}

export function sceneWith<Server extends FakeMediaServer>(stage: Stage<Server>, server: Server): Scene {
  const owner = server.users.find((user) => user.admin);
  const guest = server.users.find((user) => !user.admin);
  if (!owner || !guest) throw new Error('the fake server needs an admin and one more user');
  return {
    server,
    owner,
    guest,
    client: (as = owner, to = {}, options = {}) => {
      const connection: Connection = {
        type: stage.backend.type,
        url: server.url,
        token: as.token,
        user: as.id,
        uuid: server.uuid,
        deviceId: 'suite-device',
        version: '1.2.3',
        ...to,
      };
      return stage.backend.connect(connection, { retries: 0, ...stage.options?.(server), ...options });
    },
  };
}

interface ExpectedFailure {
  readonly key: BackendErrorCode;
  readonly field?: BackendField | null;
}

/** Awaits a `BackendError` of that kind, and that none of the scene's credentials is in anything it says. */
export async function failure(
  scene: Scene,
  promise: Promise<unknown>,
  expected: ExpectedFailure,
): Promise<BackendError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BackendError)) throw new Error('expected a BackendError', { cause: error });
  expect({ key: error.key, field: error.field }).toEqual({ field: error.field, ...expected });
  expect(error.hint).toMatch(/\w/);
  const secrets = [scene.server.adminToken, ...scene.server.users.map(({ token }) => token), WRONG_TOKEN];
  for (const secret of secrets) expect(everythingSaidBy(error)).not.toContain(secret);
  return error;
}

export const WRONG_TOKEN = 'stale-0123456789abcdef';

/** Message, hint, stack, fields and the whole chain of causes: whatever a log might print. */
function everythingSaidBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = Object.getOwnPropertyNames(error).map((name) => String(Reflect.get(error, name)));
  return [error.message, ...own, JSON.stringify(error), everythingSaidBy(error.cause)].join('\n');
}

/** The library that holds movies, or the one that holds shows. */
export async function libraryOf(client: MediaServerClient, type: 'movie' | 'show'): Promise<Library> {
  const found = (await client.libraries()).find((library) => library.supported && library.type === type);
  if (!found) throw new Error(`the server shows no ${type} library`);
  return found;
}

/** Reads a library page by page to its end. */
export async function readAll(
  client: MediaServerClient,
  library: Library,
  limit = 1_000,
): Promise<readonly RemoteItem[]> {
  const items: RemoteItem[] = [];
  for (let offset = 0; ;) {
    const page = await client.page(library, { offset, limit });
    items.push(...page.items);
    offset += page.received;
    if (offset >= page.total || page.received === 0) return items;
  }
}

export async function found(client: MediaServerClient, id: string): Promise<RemoteItem> {
  const item = await client.find(id);
  if (!item) throw new Error(`the server does not show ${id}`);
  return item;
}
