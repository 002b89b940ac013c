import type { GuidRules } from '#libs/core';
import { BackendError } from '../../backend-error.js';
import type {
  Capability,
  FoundItem,
  IdPage,
  ImageAnswer,
  ImageRequest,
  Library,
  MediaServerInspector,
  PageRequest,
  PlayingSession,
  RemoteUserDetails,
  ServerDetails,
  Title,
  TitlePage,
  TitlesRequest,
} from '../../media-server.js';
import { text, type Fields } from '../../reading.js';
import type { PlexCloud } from '../cloud/plex-cloud.js';
import type { PlexAccounts } from '../plex.accounts.js';
import { unexpected, type PlexApi } from '../plex.api.js';
import { metadataOf, showFactsOf } from '../plex.mapper.js';
import { capabilitiesOf } from './capabilities.js';
import { pathsOf, readFoundItem, readHubs, readTitle } from './found-item.js';
import { isPicture, toImage } from '../../picture-answer.js';
import { pictureOf } from './pictures.js';
import { readPlexSession } from './playing-session.js';
import { toUserDetails } from './user-details.js';

const ROOT = { operation: 'server', path: '/' } as const;
/** Servers take several ids in one path; so many keep it short. */
const IDS_PER_CALL = 50;

/** What a person may look at on a Plex server (plex.md 6). */
export class PlexInspector implements MediaServerInspector {
  constructor(
    private readonly api: PlexApi,
    private readonly around: {
      readonly accounts: PlexAccounts;
      readonly cloud: PlexCloud | null;
      readonly rules: GuidRules | undefined;
    },
  ) {}

  async details(): Promise<ServerDetails> {
    const server = await this.api.server();
    const found = await this.api.answer(ROOT);
    const raw = found?.container ?? {};
    return {
      ...server,
      product: 'Plex Media Server',
      platform: text(raw['platform']),
      clockSkewMs: skewOf(found?.answer.header('Date') ?? null),
      raw,
    };
  }

  async capabilities(): Promise<readonly Capability[]> {
    const server = await this.api.container(ROOT);
    return capabilitiesOf({
      server,
      seesSessions: (await this.api.sessions()) !== null,
      seesUsers: await this.around.accounts.mayList(),
      managesWebhooks: await this.managesWebhooks(),
    });
  }

  async users(): Promise<readonly RemoteUserDetails[]> {
    return (await this.around.accounts.list()).map(toUserDetails);
  }

  /** Throws `forbidden` for those whom the server does not tell. */
  async nowPlaying(): Promise<readonly PlayingSession[]> {
    const sessions = await this.api.sessions();
    if (!sessions) throw sessionsRefused();
    return sessions.flatMap((session) => readPlexSession(session) ?? []);
  }

  async search(words: string, limit: number): Promise<readonly FoundItem[]> {
    const query = {
      query: words,
      limit,
      includeGuids: 1,
      includeLocations: 1,
      includeExternalMedia: 0,
      includeCollections: 0,
    };
    const container = await this.api.container({ operation: 'search', path: '/hubs/search', query });
    return readHubs(container, this.around.rules).slice(0, limit);
  }

  async lookUp(remoteId: string): Promise<FoundItem | null> {
    const row = await this.api.item(remoteId);
    const found = row && readFoundItem(row, { rules: this.around.rules });
    if (!row || !found || found.showId === null) return found;
    const show = await this.api.item(found.showId);
    const { rules } = this.around;
    return readFoundItem(
      row,
      show?.['type'] === 'show' ? { show: showFactsOf(show, rules), rules } : { rules },
    );
  }

  async titles({ id, type }: Library, { withPaths, ...request }: TitlesRequest): Promise<TitlePage> {
    const kind = type === 'movie' ? 'movie' : 'show';
    const { rows, total } = await this.api.page({ id, kind }, request);
    const titles = rows.flatMap((row) => readTitle(row, this.around.rules) ?? []);
    if (rows.length > 0 && titles.length === 0) throw unexpected('a page of titles');
    const paths = kind === 'show' && withPaths ? await this.pathsOf(titles) : null;
    const placed = paths ? titles.map((title) => ({ ...title, paths: paths.get(title.id) ?? [] })) : titles;
    return { titles: placed, received: rows.length, total };
  }

  async ids({ id, type }: Library, request: PageRequest): Promise<IdPage> {
    const kind = type === 'movie' ? 'movie' : 'episode';
    const { rows, total } = await this.api.page({ id, kind }, request);
    const ids = rows.flatMap((row) => text(row['ratingKey']) ?? []);
    // An item without an id may be any item, so nothing could be told apart from what is gone.
    if (ids.length < rows.length) throw unexpected('a page of ids');
    return { ids, received: rows.length, total };
  }

  async image({ remoteId, showId, kind, ifModifiedSince }: ImageRequest): Promise<ImageAnswer> {
    const row = await this.api.item(showId ?? remoteId);
    const path = row && pictureOf(row, kind);
    if (path === null) return { kind: 'none' };
    const answer = await this.api.stream({
      operation: 'image',
      path,
      headers: { Accept: 'image/*', ...(ifModifiedSince ? { 'If-Modified-Since': ifModifiedSince } : {}) },
      accept: [304, 404],
    });
    if (isPicture(answer)) return toImage(answer);
    answer.body.destroy();
    if (answer.status === 200) throw unexpected('a picture');
    return { kind: answer.status === 304 ? 'not-modified' : 'none' };
  }

  /** Lists do not tell where shows lie; only their own pages do (plex.md P9). */
  private async pathsOf(shows: readonly Title[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const paths = new Map<string, readonly string[]>();
    for (let start = 0; start < shows.length; start += IDS_PER_CALL) {
      const ids = shows.slice(start, start + IDS_PER_CALL).map(({ id }) => id);
      for (const row of await this.rows(ids)) paths.set(text(row['ratingKey']) ?? '', pathsOf(row));
    }
    return paths;
  }

  private async rows(ids: readonly string[]): Promise<readonly Fields[]> {
    const path = `/library/metadata/${ids.map(encodeURIComponent).join(',')}`;
    const found = await this.api.answer({ operation: 'items', path, accept: [404] });
    return found ? metadataOf(found.container) : [];
  }

  private async managesWebhooks(): Promise<boolean | null> {
    if (!this.around.cloud) return false;
    try {
      await this.around.cloud.hooks(this.api.to.plex?.adminToken ?? this.api.to.token);
      return true;
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      return error.remedy.retry === 'never' ? false : null;
    }
  }
}

/** To the second, as the header is. */
function skewOf(date: string | null): number | null {
  const time = Date.parse(date ?? '');
  if (Number.isNaN(time)) return null;
  const skew = time - Date.now();
  return Math.abs(skew) < 1_000 ? 0 : Math.round(skew / 1_000) * 1_000;
}

const sessionsRefused = (): BackendError =>
  new BackendError('forbidden', 'The plex server does not tell this token who is watching.', {
    field: 'token',
    hint: "Only the server's owner and the members of the home may know.",
  });
