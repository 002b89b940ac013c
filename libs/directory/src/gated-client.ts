import type { RemoteItem } from '#libs/core';
import type {
  Library,
  MediaServerClient,
  MediaServerInspector,
  Page,
  PageRequest,
  PlaylistKeeper,
  RecentList,
  RemoteUser,
  StateWrite,
  Validated,
} from '#libs/backends';
import type { TokenGate } from './token-gate.js';

/** A client that says and does nothing in a person's name before the token has proved to be that person's. */
export class GatedClient implements MediaServerClient {
  readonly inspect: MediaServerInspector;
  readonly playlists: PlaylistKeeper;

  constructor(
    private readonly inner: MediaServerClient,
    private readonly gate: TokenGate,
    /** Throws while the server is to be left alone. */
    private readonly mayWork: () => Promise<void>,
  ) {
    this.inspect = inner.inspect;
    this.playlists = this.gatedLists(inner.playlists);
  }

  /** Its answer is the proof, so it passes by the gate. */
  async validate(): Promise<Validated> {
    try {
      return await this.inner.validate();
    } catch (error) {
      this.gate.note(error);
      throw error;
    }
  }

  users(): Promise<readonly RemoteUser[]> {
    return this.gated(() => this.inner.users());
  }

  libraries(): Promise<readonly Library[]> {
    return this.gated(() => this.inner.libraries());
  }

  page(library: Library, request: PageRequest): Promise<Page> {
    return this.gated(async () => {
      await this.mayWork();
      return this.inner.page(library, request);
    });
  }

  pageUnless(
    isSeen: (mark: string) => Promise<boolean>,
    library: Library,
    request: PageRequest,
  ): Promise<Page | null> {
    return this.gated(async () => {
      await this.mayWork();
      return this.inner.pageUnless(isSeen, library, request);
    });
  }

  find(remoteId: string): Promise<RemoteItem | null> {
    return this.gated(() => this.inner.find(remoteId));
  }

  below(remoteId: string, request: PageRequest): Promise<Page | null> {
    return this.gated(() => this.inner.below(remoteId, request));
  }

  recent(limit: number): Promise<readonly RecentList[]> {
    return this.gated(() => this.inner.recent(limit));
  }

  sessions(): Promise<readonly string[]> {
    return this.gated(() => this.inner.sessions());
  }

  write(current: RemoteItem, wanted: StateWrite): Promise<void> {
    return this.gated(async () => {
      await this.mayWork();
      await this.inner.write(current, wanted);
    });
  }

  async signOut(): Promise<void> {
    await this.inner.signOut?.();
  }

  private gatedLists(lists: PlaylistKeeper): PlaylistKeeper {
    const whenFree = <T>(call: () => Promise<T>) =>
      this.gated(async () => {
        await this.mayWork();
        return call();
      });
    return {
      list: () => whenFree(() => lists.list()),
      read: (id) => whenFree(() => lists.read(id)),
      create: (list) => whenFree(() => lists.create(list)),
      remove: (id) => whenFree(() => lists.remove(id)),
    };
  }

  private async gated<T>(call: () => Promise<T>): Promise<T> {
    await this.gate.pass();
    try {
      return await call();
    } catch (error) {
      this.gate.note(error);
      throw error;
    }
  }
}
