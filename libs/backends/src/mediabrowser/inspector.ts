import type { GuidRules } from '#libs/core';
import type {
  Capability,
  FoundItem,
  IdPage,
  ImageAnswer,
  ImageKind,
  ImageRequest,
  MediaServerInspector,
  PlayingSession,
  RemoteUserDetails,
  ServerDetails,
  TitlePage,
  TitlesRequest,
} from '../inspection.js';
import type { Library, PageRequest } from '../media-server.js';
import { isPicture, toImage } from '../picture-answer.js';
import { record, records, text } from '../reading.js';
import { listUserRows } from './account-check.js';
import { detectCapabilities } from './capabilities.js';
import { readFoundItem, readTitle } from './found-item.js';
import { genresOf, readProviderIds } from './item-mapper.js';
import * as libraryQuery from './library-query.js';
import type { MediaBrowserApi } from './mediabrowser.api.js';
import { readSession, readUserDetails } from './people.js';
import * as problems from './problems.js';

const PRODUCTS = { jellyfin: 'Jellyfin Server', emby: 'Emby Server' } as const;
const IMAGES: Readonly<Record<ImageKind, { readonly name: string; readonly maxWidth: number }>> = {
  poster: { name: 'Primary', maxWidth: 600 },
  background: { name: 'Backdrop', maxWidth: 1_920 },
};

/** What a person may look at on a Jellyfin or Emby server (jellyfin-emby.md 6). */
export class MediaBrowserInspector implements MediaServerInspector {
  constructor(
    private readonly api: MediaBrowserApi,
    private readonly rules?: GuidRules,
  ) {}

  async details(): Promise<ServerDetails> {
    const server = await this.api.server();
    const answer = await this.api.request({ operation: 'server', path: '/System/Info' });
    const raw = answer.json();
    const { ProductName: product, OperatingSystem: system } = record(raw);
    return {
      ...server,
      product: text(product) ?? PRODUCTS[this.api.dialect.type],
      platform: text(system),
      clockSkewMs: skewOf(answer.header('Date')),
      raw,
    };
  }

  capabilities(): Promise<readonly Capability[]> {
    return detectCapabilities(this.api);
  }

  async users(): Promise<readonly RemoteUserDetails[]> {
    return (await listUserRows(this.api)).map(readUserDetails).filter((user) => user !== null);
  }

  async nowPlaying(): Promise<readonly PlayingSession[]> {
    const { body } = await this.api.read({ operation: 'sessions', path: '/Sessions' });
    if (!Array.isArray(body)) throw problems.unexpected(this.api.dialect, 'a list of sessions');
    return records(body)
      .map(readSession)
      .filter((session) => session !== null);
  }

  async search(words: string, limit: number): Promise<readonly FoundItem[]> {
    const { rows } = await this.api.items('search', libraryQuery.search(this.api.dialect, { words, limit }));
    return rows.map((row) => readFoundItem(row, this.rules)).filter((item) => item !== null);
  }

  async lookUp(remoteId: string): Promise<FoundItem | null> {
    const row = await this.api.item('item', remoteId);
    const found = row && readFoundItem(row, this.rules);
    if (!found || found.showId === null) return found;
    const show = await this.api.item('show', found.showId);
    const genres = found.genres.length > 0 ? found.genres : (genresOf(record(show)) ?? []);
    return { ...found, parentGuids: readProviderIds(show, this.rules), genres };
  }

  async titles(library: Library, request: TitlesRequest): Promise<TitlePage> {
    const { rows, total } = await this.api.items(
      'titles',
      libraryQuery.titles(this.api.dialect, library, request),
    );
    const titles = rows.map((row) => readTitle(row, this.rules)).filter((title) => title !== null);
    if (rows.length > 0 && titles.length === 0)
      throw problems.unexpected(this.api.dialect, 'a page of titles');
    return { titles, received: rows.length, total };
  }

  async ids(library: Library, request: PageRequest): Promise<IdPage> {
    const { rows, total } = await this.api.items('ids', libraryQuery.ids(library, request));
    const ids = rows.map((row) => text(record(row)['Id'])).filter((id) => id !== null);
    // An item without an id may be any item, so nothing could be told apart from what is gone.
    if (ids.length < rows.length) throw problems.unexpected(this.api.dialect, 'a page of ids');
    return { ids, received: rows.length, total };
  }

  async image({ remoteId, showId, kind, ifModifiedSince }: ImageRequest): Promise<ImageAnswer> {
    const { name, maxWidth } = IMAGES[kind];
    const answer = await this.api.stream({
      operation: 'image',
      path: `/Items/${encodeURIComponent(showId ?? remoteId)}/Images/${name}`,
      query: { maxWidth },
      headers: { Accept: 'image/*', ...(ifModifiedSince ? { 'If-Modified-Since': ifModifiedSince } : {}) },
      accept: [304, 400, 404],
    });
    const { status, body } = answer;
    if (isPicture(answer)) return toImage(answer);
    body.destroy();
    if (status === 200) throw problems.unexpected(this.api.dialect, 'a picture');
    return { kind: status === 304 ? 'not-modified' : 'none' };
  }
}

/** To the second, as the header is. */
function skewOf(date: string | null): number | null {
  const time = Date.parse(date ?? '');
  if (Number.isNaN(time)) return null;
  const skew = time - Date.now();
  return Math.abs(skew) < 1_000 ? 0 : Math.round(skew / 1_000) * 1_000;
}
