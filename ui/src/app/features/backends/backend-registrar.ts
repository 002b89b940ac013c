import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type {
  Backend,
  BackendChange,
  BackendCheck,
  BackendType,
  BackendUser,
  DeletedBackend,
  NewBackend,
  PlexServer,
  RemovedParts,
} from '../../core/api/schema.gen.js';

const pathOf = (name: string): string => `backend/${encodeURIComponent(name)}`;

/** Adds, changes and removes backends. */
@Service()
export class BackendRegistrar {
  private readonly api = inject(Api);

  findUsers(type: BackendType, access: { readonly url: string; readonly token: string }) {
    return this.api.post<readonly BackendUser[]>(`backends/users/${type}`, access);
  }

  /** Looks at a server as it was typed in; nothing is stored. */
  test(server: { readonly type: BackendType; readonly url: string; readonly token: string }) {
    return this.api.post<readonly BackendCheck[]>('backends/test', server);
  }

  /** The servers that a Plex token reaches. */
  discover(token: string): Promise<readonly PlexServer[]> {
    return this.api.post<readonly PlexServer[]>('backends/discover/plex', { token });
  }

  add(backend: NewBackend): Promise<Backend> {
    return this.api.post<Backend>('backends', backend);
  }

  change(name: string, changes: readonly BackendChange[]): Promise<Backend> {
    return this.api.patch<Backend>(pathOf(name), changes);
  }

  /** What a removal would take along. */
  holdings(name: string): Promise<RemovedParts> {
    return this.api.get<RemovedParts>(`${pathOf(name)}/holdings`);
  }

  remove(name: string): Promise<DeletedBackend> {
    return this.api.delete<DeletedBackend>(pathOf(name));
  }
}
