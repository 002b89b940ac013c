import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { StoredTitle } from './fake-store.js';
import { SHOWS, MOVIES } from './plex-sections.js';
import type { PlexSession } from './plex-sessions.js';

/** How far the library is with an item (values of `state` in a timeline entry). */
const LIBRARY_STATES = { created: 0, processed: 5, deleted: 9 } as const;
const TYPE_NUMBERS = { movie: 1, episode: 4 } as const;

/**
 * The notification socket of a Plex server (plex.md 1.3): playback and library news of everybody on the server, without
 * the names of people. Marks by hand are not told.
 */
export class PlexNotices {
  private readonly sockets = new WebSocketServer({ noServer: true, clientTracking: true });

  /** How many are listening. */
  get listeners(): number {
    return this.sockets.clients.size;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.sockets.handleUpgrade(request, socket, head, (opened) => this.sockets.emit('connection', opened));
  }

  /** Cuts every line, as a restart of the server does. */
  hangUp(): void {
    for (const socket of this.sockets.clients) socket.terminate();
  }

  playing(session: PlexSession, state: PlexSession['state'] | 'stopped' = session.state): void {
    const { key, client, title, positionMs } = session;
    this.send('playing', 'PlaySessionStateNotification', {
      sessionKey: key,
      clientIdentifier: client,
      guid: '',
      ratingKey: title.id,
      url: '',
      key: `/library/metadata/${title.id}`,
      viewOffset: positionMs,
      playQueueItemID: 1,
      playQueueID: 1,
      state,
    });
  }

  library(title: StoredTitle, news: keyof typeof LIBRARY_STATES, at: number): void {
    const section = title.type === 'movie' ? MOVIES : SHOWS;
    this.send('timeline', 'TimelineEntry', {
      identifier: 'com.plexapp.plugins.library',
      sectionID: section.key,
      itemID: title.id,
      type: TYPE_NUMBERS[title.type],
      title: title.episodeTitle ?? title.title,
      state: LIBRARY_STATES[news],
      ...(news === 'processed' ? {} : { metadataState: news }),
      updatedAt: at,
    });
  }

  /** Anything, also what no server would send. */
  raw(text: string): void {
    for (const socket of this.sockets.clients) sendTo(socket, text);
  }

  private send(type: string, list: string, entry: Readonly<Record<string, unknown>>): void {
    if (this.listeners === 0) return;
    this.raw(JSON.stringify({ NotificationContainer: { type, size: 1, [list]: [entry] } }));
  }
}

function sendTo(socket: WebSocket, text: string): void {
  if (socket.readyState === socket.OPEN) socket.send(text);
}
