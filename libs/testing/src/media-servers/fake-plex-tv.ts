import type { IncomingHttpHeaders } from 'node:http';
import type { FakePlex } from './fake-plex.js';
import { HttpFake, Refused, type Caller, type FakeCall, type Route } from './http-fake.js';
import { json, xml, type FakeReply } from './http-reply.js';
import { plexParameter } from './plex-answers.js';
import {
  accountJson,
  devicesXml,
  friendsXml,
  homeUserJson,
  PLAYER_RESOURCE,
  resourceJson,
  sharedServersXml,
} from './plex-tv-bodies.js';
import type { PlexPerson } from './plex-users.js';

interface SignIn {
  readonly id: number;
  readonly code: string;
  readonly clientIdentifier: string;
  readonly authToken: string | null;
}

const ERRORS: Readonly<Record<number, readonly [code: number, message: string]>> = {
  401: [1001, 'User could not be authenticated'],
  403: [1003, 'You are not allowed to do that'],
  404: [1020, 'Code not found or expired'],
  429: [1003, 'Too many requests'],
};
const PIN_NEEDED = { code: 1041, message: 'A valid PIN is required to switch to this user', status: 403 };

/**
 * The Plex cloud in front of some fake servers: who a token belongs to, who is in the home, which servers he reaches.
 * Both cloud hosts live at its one address. An account's token is good on the servers, too; the token that a switch
 * gives is good here only, and a server's token there only.
 */
export class FakePlexTv extends HttpFake {
  private servers: readonly FakePlex[];
  private readonly temporary = new Map<string, PlexPerson>();
  private readonly signIns = new Map<string, SignIn>();
  private readonly signedOut = new Set<string>();
  private hooks: readonly string[] = [];

  protected readonly routes: readonly Route[] = [
    { methods: ['POST'], path: /^\/api\/v2\/pins$/, open: true, handle: (call) => this.startSignIn(call) },
    {
      methods: ['GET'],
      path: /^\/api\/v2\/pins\/(\d+)$/,
      open: true,
      handle: (call, id) => this.pollSignIn(call, id),
    },
    { methods: ['GET'], path: /^\/api\/v2\/user$/, handle: (call) => json(accountJson(this.personOf(call))) },
    { methods: ['GET'], path: /^\/api\/v2\/home\/users$/, handle: (call) => this.home(call) },
    {
      methods: ['POST'],
      path: /^\/api\/v2\/home\/users\/(\w+)\/switch$/,
      handle: (call, id) => this.switch(call, id),
    },
    { methods: ['GET'], path: /^\/api\/v2\/resources$/, handle: (call) => this.resources(call) },
    { methods: ['GET'], path: /^\/api\/resources$/, handle: (call) => this.devices(call) },
    { methods: ['GET'], path: /^\/api\/users$/, handle: (call) => this.friends(call) },
    {
      methods: ['GET'],
      path: /^\/api\/servers\/(\w+)\/shared_servers$/,
      handle: (call, uuid) => this.sharedServers(call, uuid),
    },
    { methods: ['GET', 'POST'], path: /^\/api\/v2\/user\/webhooks$/, handle: (call) => this.webhooks(call) },
  ];

  constructor({ servers = [] }: { readonly servers?: readonly FakePlex[] } = {}) {
    super();
    this.servers = servers;
    for (const server of servers) server.hookTo(() => this.hooks);
  }

  /** A server joins the cloud, in place of the one with the same uuid. */
  addServer(server: FakePlex): void {
    this.servers = [...this.servers.filter(({ uuid }) => uuid !== server.uuid), server];
    server.hookTo(() => this.hooks);
  }

  /** The URLs that are registered on the owner's account. */
  get webhookUrls(): readonly string[] {
    return this.hooks;
  }

  /** The code of the sign-in that was begun last; null when there is none. */
  get latestCode(): string | null {
    return [...this.signIns.keys()].at(-1) ?? null;
  }

  /** The person confirms a sign-in in the browser; the next poll carries the token. */
  approve(code: string, userId: string): void {
    const signIn = this.signIns.get(code);
    const person = this.people().find(({ id }) => id === userId);
    if (!signIn || !person) throw new Error(`there is no sign-in ${code} or no user ${userId}`);
    this.signIns.set(code, { ...signIn, authToken: person.token });
  }

  /** The person changed the password and signed all devices out: no token is good any more, here or on a server. */
  signOut(userId: string): void {
    this.signedOut.add(userId);
    for (const server of this.servers) server.signOut(userId);
  }

  signIn(userId: string): void {
    this.signedOut.delete(userId);
    for (const server of this.servers) server.signIn(userId);
  }

  /** A sign-in that nobody confirmed in time. */
  expire(code: string): void {
    this.signIns.delete(code);
  }

  protected callerOf(headers: IncomingHttpHeaders, query: URLSearchParams): Caller | null {
    const token = String(headers['x-plex-token'] ?? query.get('X-Plex-Token'));
    const user = this.temporary.get(token) ?? this.people().find((person) => person.token === token);
    return user && !this.signedOut.has(user.id) ? { user, admin: user.role === 'owner' } : null;
  }

  protected refusal(status: number): FakeReply {
    const [code, message] = ERRORS[status] ?? [1000, 'Something went wrong'];
    return json({ errors: [{ code, message, status }] }, status);
  }

  protected secrets(): readonly string[] {
    return [
      ...this.people().flatMap(({ token, serverToken }) => [token, serverToken]),
      ...this.temporary.keys(),
    ];
  }

  private people(): readonly PlexPerson[] {
    const byId = new Map(this.servers.flatMap(({ users }) => users.map((user) => [user.id, user] as const)));
    return [...byId.values()];
  }

  private personOf({ caller }: FakeCall): PlexPerson {
    const person = this.people().find(({ id }) => id === caller?.user?.id);
    if (!person) throw new Refused(401);
    return person;
  }

  private startSignIn(call: FakeCall): FakeReply {
    const clientIdentifier = plexParameter(call, 'X-Plex-Client-Identifier');
    if (!clientIdentifier) throw new Refused(400);
    const id = 2_210_000_001 + this.signIns.size;
    const signIn: SignIn = { id, code: `code${id}`, clientIdentifier, authToken: null };
    this.signIns.set(signIn.code, signIn);
    return json(pinJson(signIn), 201);
  }

  /** Only the client that started a sign-in may ask for it. */
  private pollSignIn(call: FakeCall, id: string | undefined): FakeReply {
    const signIn = this.signIns.get(call.query.get('code') ?? '');
    const client = plexParameter(call, 'X-Plex-Client-Identifier');
    if (!signIn || String(signIn.id) !== id || signIn.clientIdentifier !== client) throw new Refused(404);
    return json(pinJson(signIn));
  }

  private home(call: FakeCall): FakeReply {
    ownerOnly(call);
    const members = this.people().filter(({ role }) => role !== 'friend');
    return json({ id: 500_001, name: 'home', guestEnabled: false, users: members.map(homeUserJson) });
  }

  private switch(call: FakeCall, uuid: string | undefined): FakeReply {
    ownerOnly(call);
    const person = this.people().find((one) => one.uuid === uuid && one.role !== 'friend');
    if (!person) throw new Refused(404);
    if (person.pin !== null && call.query.get('pin') !== person.pin)
      return json({ errors: [PIN_NEEDED] }, 403);
    const authToken = `temporary-${person.uuid}`;
    this.temporary.set(authToken, person);
    return json({ ...accountJson(person), authToken }, 201);
  }

  private reachable(call: FakeCall) {
    const { id } = this.personOf(call);
    return this.servers.flatMap((server) =>
      server.users.filter((person) => person.id === id).map((person) => ({ server, person })),
    );
  }

  private resources(call: FakeCall): FakeReply {
    const servers = this.reachable(call).map((one) => resourceJson(one, askedIn(call)));
    return json([...servers, PLAYER_RESOURCE]);
  }

  private devices(call: FakeCall): FakeReply {
    return xml(devicesXml(this.reachable(call), askedIn(call)));
  }

  private friends(call: FakeCall): FakeReply {
    ownerOnly(call);
    const friends = this.people().filter(({ role }) => role === 'friend');
    return xml(friendsXml(this.servers, friends));
  }

  private sharedServers(call: FakeCall, uuid: string | undefined): FakeReply {
    ownerOnly(call);
    const server = this.servers.find((one) => one.uuid === uuid);
    if (!server) throw new Refused(404);
    return xml(sharedServersXml(server));
  }

  /** Posting replaces the whole list (plex.md 5.9). */
  private webhooks(call: FakeCall): FakeReply {
    ownerOnly(call);
    if (call.method === 'POST') {
      this.hooks = new URLSearchParams(call.body).getAll('urls[]').filter((url) => url !== '');
    }
    return json(this.hooks.map((url) => ({ url })));
  }
}

const pinJson = (signIn: SignIn) => ({
  ...signIn,
  product: 'WatchState',
  trusted: false,
  qr: `https://plex.tv/api/v2/pins/qr/${signIn.code}`,
  expiresIn: 1800,
  createdAt: '2026-08-20T10:00:00Z',
  expiresAt: '2026-08-20T10:30:00Z',
  newRegistration: signIn.authToken === null ? null : false,
});

const askedIn = ({ query }: FakeCall) => ({
  withHttps: query.get('includeHttps') === '1',
  withRelay: query.get('includeRelay') === '1',
});

/** A limited token learns nothing about other people (plex.md 2.1). */
function ownerOnly({ caller }: FakeCall): void {
  if (!caller?.admin) throw new Refused(403);
}
