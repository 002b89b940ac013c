import type { FakeStore, StoredTitle } from './fake-store.js';
import { Refused, type FakeCall, type Route } from './http-fake.js';
import { empty, type FakeReply } from './http-reply.js';
import { container, listed, plexParameter } from './plex-answers.js';
import type { PlexDialect } from './plex-dialect.js';
import type { PlexNotices } from './plex-notices.js';
import { sessionJson, type PlexSession } from './plex-sessions.js';
import type { PlexPerson } from './plex-users.js';
import type { UserStates } from './user-states.js';

interface PlexStage {
  readonly store: FakeStore;
  readonly states: UserStates;
  readonly now: () => number;
  /** The person behind a token. */
  readonly personOf: (call: FakeCall) => PlexPerson;
  readonly notices: PlexNotices;
  readonly dialect: PlexDialect;
  /** Tells the webhooks what somebody did. */
  readonly bell: (event: string, person: PlexPerson, title: StoredTitle) => void;
}

interface TimelineReport {
  readonly client: string;
  readonly person: PlexPerson;
  readonly title: StoredTitle;
  readonly positionMs: number;
  readonly durationMs: number;
  readonly state: PlexSession['state'] | 'stopped';
}

const PLAYING = ['playing', 'paused', 'buffering'] as const;

/** Beyond this part of the duration a stop counts as a view (the server's default setting). */
const COMPLETED = 0.9;

/** The writing half of a Plex server, and who is playing what. Every date is the server's own clock. */
export class PlexPlayback {
  private readonly sessions = new Map<string, PlexSession>();
  private sessionCount = 0;

  readonly routes: readonly Route[] = [
    {
      methods: ['GET', 'PUT'],
      path: /^\/:\/scrobble$/,
      write: true,
      handle: (call) =>
        this.mark(call, (person, { id }) => this.stage.states.play(person.id, id, this.stage.now())),
    },
    {
      methods: ['GET', 'PUT'],
      path: /^\/:\/unscrobble$/,
      write: true,
      handle: (call) => this.mark(call, (person, { id }) => this.stage.states.unplay(person.id, id)),
    },
    { methods: ['GET', 'POST'], path: /^\/:\/timeline$/, write: true, handle: (call) => this.timeline(call) },
    { methods: ['GET', 'PUT'], path: /^\/:\/progress$/, write: true, handle: (call) => this.progress(call) },
    { methods: ['GET'], path: /^\/status\/sessions$/, handle: (call) => this.sessionList(call) },
  ];

  constructor(private readonly stage: PlexStage) {}

  /** Somebody plays from now on; one device plays one thing. Returns the session's key. */
  open(about: Omit<PlexSession, 'key'>): string {
    const known = [...this.sessions.values()].find(({ client }) => client === about.client);
    if (!known) this.sessionCount += 1;
    const session = { ...about, key: known?.key ?? String(this.sessionCount) };
    this.sessions.set(session.key, session);
    const event = turn(known, session);
    if (event !== null) this.stage.bell(event, session.person, session.title);
    this.stage.notices.playing(session);
    return session.key;
  }

  close(key: string): void {
    const session = this.sessions.get(key);
    this.sessions.delete(key);
    if (!session) return;
    this.stage.notices.playing(session, 'stopped');
    this.stage.bell('media.stop', session.person, session.title);
  }

  private closeDevice(client: string): void {
    for (const session of this.sessions.values()) if (session.client === client) this.close(session.key);
  }

  private mark(call: FakeCall, change: (person: PlexPerson, title: StoredTitle) => void): FakeReply {
    const person = this.stage.personOf(call);
    for (const title of this.targets(call)) change(person, title);
    return empty();
  }

  /** A show or season stands for all of its episodes. */
  private targets({ query }: FakeCall): readonly StoredTitle[] {
    const key = query.get('key') ?? query.get('uri');
    if (!key || !query.get('identifier')) throw new Refused(400);
    const titles = this.stage.store.playable(lastPart(key));
    if (titles.length === 0) throw new Refused(404);
    return titles;
  }

  private timeline(call: FakeCall): FakeReply {
    const report = this.reportOf(call);
    if (!report) return empty();
    const { client, person, title, positionMs, durationMs, state } = report;
    if (state !== 'stopped') {
      this.open({ client, person, title, positionMs, state });
      return this.stay(person, title, positionMs);
    }
    const isView = positionMs >= durationMs * COMPLETED;
    if (isView) {
      this.stage.states.play(person.id, title.id, this.stage.now());
      this.stage.bell('media.scrobble', person, title);
    }
    this.closeDevice(client);
    return isView ? empty() : this.stay(person, title, positionMs);
  }

  /** Without a duration or a client identifier the position is dropped in silence (plex.md 8.0). */
  private reportOf(call: FakeCall): TimelineReport | null {
    const { query } = call;
    const title = this.stage.store.title(lastPart(query.get('ratingKey') ?? query.get('key')));
    if (!title) throw new Refused(404);
    const client = plexParameter(call, 'X-Plex-Client-Identifier');
    const durationMs = Number(query.get('duration'));
    if (!client || !(durationMs > 0)) return null;
    const state = PLAYING.find((one) => one === query.get('state')) ?? 'stopped';
    const person = this.stage.personOf(call);
    return { client, person, title, durationMs, state, positionMs: Number(query.get('time')) };
  }

  /** The older call: refused to friends, and a time of 0 has no effect (plex.md quirk 39). */
  private progress(call: FakeCall): FakeReply {
    const person = this.stage.personOf(call);
    if (person.role === 'friend') throw new Refused(401);
    const [title] = this.targets(call);
    const positionMs = Number(call.query.get('time') ?? 0);
    return title && positionMs > 0 ? this.stay(person, title, positionMs) : empty();
  }

  private stay(person: PlexPerson, { id }: StoredTitle, positionMs: number): FakeReply {
    this.stage.states.patch(person.id, id, { positionMs, playedAt: this.stage.now() });
    return empty();
  }

  private rows() {
    return [...this.sessions.values()].map((one) => sessionJson(one, this.stage.dialect.sessionsAreText));
  }

  private sessionList(call: FakeCall): FakeReply {
    if (this.stage.personOf(call).role === 'friend') throw new Refused(403);
    return container(call, listed('Metadata', this.rows()));
  }
}

/** The webhook for what a player does next; none for a report of the same. */
function turn(before: PlexSession | undefined, now: PlexSession): string | null {
  if (!before || before.title.id !== now.title.id) return 'media.play';
  if (before.state === now.state || now.state === 'buffering') return null;
  return now.state === 'paused' ? 'media.pause' : 'media.resume';
}

/** A key is an id or a path that ends in one. */
const lastPart = (key: string | null) => key?.split('/').at(-1) ?? '';
