import { WebSocket } from 'ws';
import { type Connection, type Ear, type Hearing, type Overheard, SAYS_NOTHING } from '../media-server.js';
import { integer, record, records, text, type Fields } from '../reading.js';

/** Values of `type` and `state` in a timeline entry: movies and episodes that are ready (plex.md 1.3). */
const PLAYABLE: ReadonlySet<number | null> = new Set([1, 4]);
const PROCESSED = 5;

/** A server that says nothing at all for so long is asked whether it still lives; without an answer the line is dead. */
const QUIET_MS = 30_000;

/**
 * Listens to the notification socket of a Plex server, which needs no paid plan. It names items and devices, never
 * people, and tells of a player every ten seconds: only what is new of it is passed on.
 */
export function listenToPlex({ url, token }: Connection, hearing: Hearing): Ear {
  const socket = new WebSocket(addressOf(url), {
    headers: { 'X-Plex-Token': token },
    handshakeTimeout: 10_000,
  });
  const players = new Map<string, string>();
  let isAlive = true;
  const pulse = setInterval(() => {
    if (isAlive) socket.ping();
    else socket.terminate();
    isAlive = false;
  }, QUIET_MS);
  socket.on('open', () => hearing.opened());
  socket.on('pong', () => (isAlive = true));
  socket.on('message', (data: Buffer) => {
    isAlive = true;
    for (const news of overheardIn(data.toString(), players)) hearing.news(news);
  });
  // Followed by `close`; the address of the socket is in no message of ours.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    clearInterval(pulse);
    hearing.ended();
  });
  return { close: () => socket.terminate() };
}

function addressOf(base: string): URL {
  const address = new URL(base);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/:/websockets/notifications`;
  return address;
}

/** What is new in a message; `players` remembers the last state of each player. Never throws. */
export function overheardIn(message: string, players: Map<string, string>): Overheard[] {
  const container = record(parsed(message)['NotificationContainer']);
  switch (container['type']) {
    case 'playing':
      return records(container['PlaySessionStateNotification']).flatMap((entry) => playing(entry, players));
    case 'timeline':
      return records(container['TimelineEntry']).flatMap(library);
    default:
      return [];
  }
}

function playing(entry: Fields, players: Map<string, string>): Overheard[] {
  const [player, remoteId, state] = [
    text(entry['sessionKey']),
    text(entry['ratingKey']),
    text(entry['state']),
  ];
  if (player === null || remoteId === null || state === null) return [];
  const now = `${remoteId} ${state}`;
  if (state === 'buffering' || players.get(player) === now) return [];
  if (state === 'stopped') players.delete(player);
  else players.set(player, now);
  const phase = state === 'stopped' ? 'final' : state === 'paused' ? 'paused' : 'moving';
  return [{ event: `playing.${state}`, remoteId, phase, says: SAYS_NOTHING }];
}

function library(entry: Fields): Overheard[] {
  const remoteId = text(entry['itemID']);
  const isReady = integer(entry['state']) === PROCESSED && PLAYABLE.has(integer(entry['type']));
  if (remoteId === null || !isReady) return [];
  return [{ event: 'timeline.processed', remoteId, phase: 'moving', says: SAYS_NOTHING }];
}

function parsed(message: string): Fields {
  try {
    return record(JSON.parse(message));
  } catch {
    return {};
  }
}
