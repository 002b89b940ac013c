import { Injectable } from '@nestjs/common';
import { Backends, type IdentityRecord } from '#libs/database';
import { Logger } from '#libs/runtime';
import { conflict } from '../../http/api-problem.js';
import { BackendViewer } from '../backend-viewer.js';
import { ignoredLibraries, toLibrary } from '../backend.presenter.js';
import type { LibraryDto } from '../backends.dto.js';
import { withValueAt } from '../options/option-path.js';
import { ServerCaller } from '../server-caller.js';
import { noLibrary } from './library-finder.js';

interface Wish {
  readonly name: string;
  readonly libraryId: string;
  readonly isIgnored: boolean;
}

/** Leaves libraries out of imports, and takes them in again (feature F116). */
@Injectable()
export class LibrarySwitch {
  constructor(
    private readonly viewer: BackendViewer,
    private readonly caller: ServerCaller,
    private readonly backends: Backends,
    private readonly logger: Logger,
  ) {}

  async set(identity: IdentityRecord, { name, libraryId, isIgnored }: Wish): Promise<LibraryDto[]> {
    const record = await this.viewer.find(identity, name);
    const libraries = await this.caller.client(record).libraries();
    const ignored = new Set(ignoredLibraries(record));
    const isKnown = libraries.some(({ id }) => id === libraryId);
    // A library that is gone from the server may still be taken off the list.
    if (!isKnown && !(ignored.has(libraryId) && !isIgnored)) throw noLibrary(libraryId, libraries);
    if (ignored.has(libraryId) === isIgnored)
      throw conflict('no-change', `The library is ${isIgnored ? 'ignored' : 'read'} already.`);
    if (isIgnored) ignored.add(libraryId);
    else ignored.delete(libraryId);
    const list = ignored.size === 0 ? undefined : [...ignored].join(',');
    const options = withValueAt(record.options, 'options.ignore', list);
    await this.backends.change(record.id, { options });
    this.logger.info('library switched', { backend: name, ignored: isIgnored });
    return libraries.map((library) => toLibrary(library, { ...record, options }));
  }
}
