import { Injectable } from '@nestjs/common';
import type { Library, MediaServerClient } from '#libs/backends';
import type { BackendRecord, IdentityRecord } from '#libs/database';
import { ApiProblem } from '../../http/api-problem.js';
import { BackendViewer } from '../backend-viewer.js';
import { ignoredLibraries } from '../backend.presenter.js';
import { ServerCaller } from '../server-caller.js';

/** Libraries of a backend that shall be read, with the client that reads them. */
export interface Shelves {
  readonly record: BackendRecord;
  readonly client: MediaServerClient;
  readonly libraries: readonly Library[];
}

interface Wanted {
  readonly name: string;
  /** Seconds for each request; the backend's own setting when absent. */
  readonly timeout?: number | undefined;
}

/** Finds the libraries that a scan is about. */
@Injectable()
export class LibraryFinder {
  constructor(
    private readonly viewer: BackendViewer,
    private readonly caller: ServerCaller,
  ) {}

  /** All that are read by an import. */
  async readable(identity: IdentityRecord, wanted: Wanted): Promise<Shelves> {
    const { record, client, libraries } = await this.all(identity, wanted);
    const ignored = ignoredLibraries(record);
    return {
      record,
      client,
      libraries: libraries.filter(({ id, supported }) => supported && !ignored.has(id)),
    };
  }

  /** A single one, also when it is ignored; 404 with the ids that there are. */
  async one(identity: IdentityRecord, wanted: Wanted & { readonly libraryId: string }): Promise<Shelves> {
    const shelves = await this.all(identity, wanted);
    const library = shelves.libraries.find(({ id }) => id === wanted.libraryId);
    if (!library) throw noLibrary(wanted.libraryId, shelves.libraries);
    if (!library.supported)
      throw new ApiProblem(
        400,
        'unsupported-library',
        `The library ${library.title} holds no movies or shows.`,
      );
    return { ...shelves, libraries: [library] };
  }

  private async all(identity: IdentityRecord, { name, timeout }: Wanted): Promise<Shelves> {
    const found = await this.viewer.find(identity, name);
    const client = { ...found.options.client, ...(timeout === undefined ? {} : { timeout }) };
    const record = { ...found, options: { ...found.options, client } };
    const server = this.caller.client(record);
    return { record: found, client: server, libraries: await server.libraries() };
  }
}

export const noLibrary = (id: string, libraries: readonly Library[]): ApiProblem =>
  new ApiProblem(404, 'library-not-found', `There is no library ${id}.`, {
    extra: { possible_ids: libraries.map((library) => library.id) },
  });
