import type { RemoteItem } from '#libs/core';
import { record, records, text, type Fields } from '../reading.js';
import type { MediaBrowserApi } from './mediabrowser.api.js';
import { rowsOf } from './server-mapper.js';
import { TimedMemory } from '../timed-memory.js';

interface Folder {
  readonly libraryId: string;
  readonly path: string;
}

const REFUSED = [400, 403, 404];

/** Finds the library of a single item, which neither server says with the item. */
export class LibraryFinder {
  private readonly folders = new TimedMemory<readonly Folder[]>();
  private readonly found = new TimedMemory<string | null>();

  constructor(private readonly api: MediaBrowserApi) {}

  /** An admin may know the folders of all libraries at once; for anybody else, what lies above the item is asked. */
  async libraryOf({ id, showId, path }: RemoteItem): Promise<string | null> {
    const folders = await this.folders.get('all', () => this.readFolders());
    const top = showId ?? id;
    return libraryAt(path, folders) ?? this.found.get(top, () => this.above(top));
  }

  private async readFolders(): Promise<readonly Folder[]> {
    const path = this.api.dialect.libraryFolders;
    const answer = await this.api.request({ operation: 'folders', path, accept: REFUSED });
    return answer.status >= 400 ? [] : (rowsOf(answer.json()) ?? []).flatMap(foldersOf);
  }

  private async above(id: string): Promise<string | null> {
    const { user } = await this.api.account();
    const path = `/Items/${encodeURIComponent(id)}/Ancestors`;
    const answer = await this.api.request({
      operation: 'ancestors',
      path,
      query: { userId: user },
      accept: REFUSED,
    });
    const ancestors: readonly Fields[] = answer.status >= 400 ? [] : records(answer.json());
    const library = ancestors.find(({ Type: type }) => type === 'CollectionFolder');
    return library ? text(library['Id']) : null;
  }
}

function foldersOf(row: unknown): readonly Folder[] {
  const { ItemId: id, Locations: locations } = record(row);
  const libraryId = text(id);
  if (libraryId === null || !Array.isArray(locations)) return [];
  return locations.map(text).flatMap((path) => (path === null ? [] : [{ libraryId, path }]));
}

/** The library whose folder holds the file; of two folders, the one inside the other. */
export function libraryAt(file: string | null, folders: readonly Folder[]): string | null {
  const around = folders.filter(({ path }) => file !== null && isInside(file, path));
  const nearest = around.toSorted((a, b) => b.path.length - a.path.length)[0];
  return nearest?.libraryId ?? null;
}

const isInside = (file: string, folder: string): boolean =>
  file.startsWith(folder) && /^[/\\]/.test(file.slice(folder.replace(/[/\\]$/, '').length));
