import { BackendError } from '../backend-error.js';
import { MediaServerHttp, type Answer, type Call, type StreamedAnswer } from '../http.js';
import type { Connection, ConnectOptions, PageRequest, ServerInfo } from '../media-server.js';
import { integer, record, records, text, type Fields } from '../reading.js';
import { clientHeaders } from './plex.headers.js';
import { metadataOf, readPlexServer } from './plex.mapper.js';
import type { WriteStep } from './plex.write-plan.js';

/** Values of the `type` parameter (plex.md P3 to P6), with the order in which a page is read. */
const KINDS = {
  movie: { type: 1, sort: 'addedAt' },
  show: { type: 2, sort: 'addedAt' },
  episode: { type: 4, sort: 'episode.addedAt' },
} as const;

export interface PlexPage {
  readonly rows: readonly Fields[];
  readonly total: number;
  readonly answer: Answer;
}

/** How a server answers what it tells to its owner only (plex.md U13). */
const NOT_FOR_GUESTS = [401, 403, 404];

interface Section {
  readonly id: string;
  readonly kind: keyof typeof KINDS;
}

/** A Plex server refuses more (plex.md quirk 2). */
export const MOST_PER_PAGE = 1_000;

const START = 'X-Plex-Container-Start';
const TOTAL = 'X-Plex-Container-Total-Size';

const LIBRARY = 'com.plexapp.plugins.library';
/** A window is sent with every call: without one, servers differ in what they answer (quirks 3 and 4). */
const FIRST_WINDOW = windowOf({ offset: 0, limit: MOST_PER_PAGE });

/** The calls to one Plex Media Server, as one person. */
export class PlexApi {
  private readonly http: MediaServerHttp;

  constructor(
    readonly to: Connection,
    options?: ConnectOptions,
  ) {
    const headers = { ...clientHeaders(to), 'X-Plex-Token': to.token, ...FIRST_WINDOW };
    this.http = new MediaServerHttp({ ...options, type: 'plex', url: to.url, headers });
  }

  /** Who answers here, to this token. Throws `wrong-server` when it is not the one that was set up. */
  async server(): Promise<ServerInfo> {
    return this.known(await this.container({ operation: 'server', path: '/' }));
  }

  /** The local accounts, which the server shows to its owner only; null for anybody else. */
  async accounts(): Promise<readonly Fields[] | null> {
    const found = await this.answer({ operation: 'accounts', path: '/accounts', accept: NOT_FOR_GUESTS });
    return found && records(found.container['Account']);
  }

  async sections(): Promise<readonly Fields[]> {
    const container = await this.container({ operation: 'libraries', path: '/library/sections' });
    return records(container['Directory']);
  }

  /** What is played right now; null for those whom the server does not tell, which are all but its owner and home. */
  async sessions(): Promise<readonly Fields[] | null> {
    const call = { operation: 'sessions', path: '/status/sessions', accept: NOT_FOR_GUESTS };
    const found = await this.answer(call);
    return found && metadataOf(found.container);
  }

  async page(section: Section, request: PageRequest): Promise<PlexPage> {
    return pageOf(await this.http.read(pageCall(section, request)), request);
  }

  /** The same, unless the caller knows the answer already: null then. */
  async pageUnless(
    isSeen: (answer: Answer) => Promise<boolean>,
    section: Section,
    request: PageRequest,
  ): Promise<PlexPage | null> {
    const read = await this.http.readUnless(isSeen, pageCall(section, request));
    return read && pageOf(read, request);
  }

  /** One page of any list. */
  async window(call: Call, request: PageRequest): Promise<PlexPage> {
    return pageOf(await this.http.read({ ...call, headers: windowOf(request) }), request);
  }

  /** What is on top of a library when it is sorted by one of its dates. */
  async newest({ id, kind }: Section, date: string, limit: number): Promise<readonly Fields[]> {
    const { body } = await this.http.read({
      operation: 'recent',
      path: `/library/sections/${encodeURIComponent(id)}/all`,
      query: { type: KINDS[kind].type, sort: `${kind === 'episode' ? 'episode.' : ''}${date}:desc` },
      headers: windowOf({ offset: 0, limit }),
    });
    return metadataOf(containerOf(body));
  }

  /** One item, or null when this very server says that it has none. */
  async item(id: string): Promise<Fields | null> {
    const path = `/library/metadata/${encodeURIComponent(id)}`;
    const { body, answer } = await this.http.read({
      operation: 'item',
      path,
      query: { includeGuids: 1 },
      accept: [404],
    });
    if (answer.status === 404) return this.nothing();
    const [item] = metadataOf(containerOf(body));
    if (item === undefined || text(item['ratingKey']) !== id) throw unexpected('the item that was asked for');
    return item;
  }

  /** A page of the episodes of a show or a season; null when it is gone. */
  async below(id: string, kind: 'show' | 'season', request: PageRequest): Promise<PlexPage | null> {
    const path = `/library/metadata/${encodeURIComponent(id)}/${kind === 'show' ? 'allLeaves' : 'children'}`;
    const read = await this.http.read({
      operation: 'season',
      path,
      query: { includeGuids: 1 },
      headers: windowOf(request),
      accept: [404],
    });
    return read.answer.status === 404 ? this.nothing() : pageOf(read, request);
  }

  /** The episodes of a season; none when it is gone. */
  async episodes(seasonId: string): Promise<readonly Fields[]> {
    const path = `/library/metadata/${encodeURIComponent(seasonId)}/children`;
    const { body, answer } = await this.http.read({ operation: 'season', path, accept: [404] });
    return answer.status === 404 ? [] : metadataOf(containerOf(body));
  }

  async write(id: string, step: WriteStep): Promise<void> {
    if (step.kind === 'stop-at') {
      await this.http.request(this.stopAt(id, step));
      return;
    }
    const { status } = await this.http.request({ ...mark(id, step.kind), accept: [405] });
    // The documented method, which servers may one day insist on (plex.md U8).
    if (status === 405) await this.http.request({ ...mark(id, step.kind), method: 'PUT' });
  }

  /** A stop is a report of where playback was left, so it may be sent twice (plex.md 4.4). */
  private stopAt(id: string, { positionMs, runtimeMs }: Extract<WriteStep, { kind: 'stop-at' }>): Call {
    return {
      operation: 'stop-at',
      method: 'POST',
      path: '/:/timeline',
      repeatable: true,
      query: {
        ratingKey: id,
        key: `/library/metadata/${id}`,
        identifier: LIBRARY,
        state: 'stopped',
        time: Math.round(positionMs),
        // Without a duration and a client the server drops the position and says nothing.
        duration: runtimeMs,
        'X-Plex-Client-Identifier': this.to.deviceId,
      },
    };
  }

  /** A proxy or another server says 404, too; only the word of the server that was set up counts. */
  async nothing(): Promise<null> {
    this.known(await this.container({ operation: 'server', path: '/identity' }));
    return null;
  }

  /** The container of an answer, whatever the call. */
  async container(call: Call): Promise<Fields> {
    return containerOf((await this.http.read(call)).body);
  }

  /** The same together with the answer's headers; null for a status in `accept`. */
  async answer(call: Call): Promise<{ readonly container: Fields; readonly answer: Answer } | null> {
    const { body, answer } = await this.http.read(call);
    return answer.status === 200 ? { container: containerOf(body), answer } : null;
  }

  request(call: Call): Promise<Answer> {
    return this.http.request(call);
  }

  /** A picture or another file, as a stream. */
  stream(call: Call): Promise<StreamedAnswer> {
    return this.http.stream(call);
  }

  private known(container: Fields): ServerInfo {
    const server = readPlexServer(container);
    if (!server) throw notPlex();
    if (this.to.uuid !== null && server.uuid !== this.to.uuid) throw anotherServer();
    return server;
  }
}

/**
 * A GET that writes. Marking as unwatched may be repeated; marking as watched may not: each time counts as one
 * more view (plex.md quirk 36), which the next import would take for news. The queue tries again after a look.
 */
function mark(id: string, kind: 'scrobble' | 'unscrobble'): Call {
  const query = { identifier: LIBRARY, key: id };
  return { operation: kind, path: `/:/${kind}`, query, repeatable: kind === 'unscrobble' };
}

const pageCall = ({ id, kind }: Section, request: PageRequest): Call => ({
  operation: kind === 'show' ? 'shows' : 'page',
  path: `/library/sections/${encodeURIComponent(id)}/all`,
  query: { ...KINDS[kind], includeGuids: 1 },
  headers: windowOf(request),
});

function pageOf(
  { body, answer }: { readonly body: unknown; readonly answer: Answer },
  request: PageRequest,
): PlexPage {
  const container = containerOf(body);
  const rows = metadataOf(container);
  return { rows, answer, total: totalOf({ container, answer, request, received: rows.length }) };
}

/** What a server tells of a page outside of its body. */
export const windowToldBy = (answer: Answer): readonly (string | null)[] => [
  answer.header(START),
  answer.header(TOTAL),
];

function windowOf({ offset, limit }: PageRequest): Readonly<Record<string, string>> {
  const size = Math.min(limit, MOST_PER_PAGE);
  return { [START]: String(offset), 'X-Plex-Container-Size': String(size) };
}

function containerOf(body: unknown): Fields {
  const container = record(body)['MediaContainer'];
  if (typeof container !== 'object' || container === null) throw notPlex();
  return record(container);
}

interface Received {
  readonly container: Fields;
  readonly answer: Answer;
  readonly request: PageRequest;
  readonly received: number;
}

/** The total, from the header or the body. A server that tells none, or sent another page, has not answered. */
function totalOf({ container, answer, request, received }: Received): number {
  const start = integer(container['offset']) ?? integer(answer.header(START));
  if (start !== null && start !== request.offset) throw unexpected('the page that was asked for');
  const total = integer(answer.header(TOTAL)) ?? integer(container['totalSize']);
  if (total !== null) {
    // More rows than there are in all: one of the two is wrong, and nobody can tell which.
    if (request.offset + received > total && received > 0) throw unexpected('a total that fits');
    return total;
  }
  // An answer without paging is whole only when it is the first one and no full page.
  if (request.offset > 0 || received === Math.min(request.limit, MOST_PER_PAGE)) throw unexpected('a total');
  return received;
}

const notPlex = (): BackendError =>
  new BackendError('not-an-api', 'The address answers, but not as a Plex server.', {
    field: 'url',
    hint: 'Use the address of the Plex Media Server itself, with its sub path if it has one.',
  });

const anotherServer = (): BackendError =>
  new BackendError(
    'wrong-server',
    'Another Plex server than the one that was set up answers at this address.',
    {
      field: 'uuid',
      hint: 'Enter the address of the server that this backend was made for, or add a new backend.',
    },
  );

export const unexpected = (what: string): BackendError =>
  new BackendError('bad-answer', `The plex server did not send ${what}.`, {
    hint: 'Try again; if it stays, look at the log of the media server and of any proxy in between.',
  });
