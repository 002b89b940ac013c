import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { FakeUser, Fault, LoggedRequest } from './fake-media-server.js';
import { FaultDesk } from './faults.js';
import { html, text, type FakeReply } from './http-reply.js';
import { RequestLog } from './request-log.js';

/** Who sent a request: a user, or an admin key that belongs to nobody. */
export interface Caller {
  readonly user: FakeUser | null;
  readonly admin: boolean;
}

export interface FakeCall {
  readonly method: string;
  /** Without the query; a trailing slash is cut off. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly caller: Caller | null;
}

/** A request to turn the connection into a socket. */
export interface Upgrade {
  readonly path: string;
  readonly caller: Caller | null;
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

export interface Route {
  readonly methods: readonly string[];
  /** Its groups are handed to `handle`, percent-decoded. */
  readonly path: RegExp;
  /** Answers without a credential. */
  readonly open?: boolean;
  /** Changes play state. */
  readonly write?: boolean;
  readonly handle: (call: FakeCall, ...groups: string[]) => FakeReply | Promise<FakeReply>;
}

/**
 * A vendor's HTTP face on loopback: routes, authenticates, logs and fails on demand.
 * `write` in the log tells the kind of call, whatever became of it; a status 0 means that nothing was answered.
 */
export abstract class HttpFake {
  private readonly faults = new FaultDesk();
  private readonly log = new RequestLog(() => this.secrets());
  private server: Server | null = null;
  private stopping = new AbortController();
  private address = '';

  protected abstract readonly routes: readonly Route[];
  protected abstract callerOf(headers: IncomingHttpHeaders, query: URLSearchParams): Caller | null;
  /** The vendor's own error body for a status, used for real refusals and for ordered faults. */
  protected abstract refusal(status: number): FakeReply;
  /** Values that must never show up in the request log. */
  protected abstract secrets(): readonly string[];

  /** Acts, and leaves no trace of it: for a server that says yes and does nothing. */
  protected async pretended(act: () => FakeReply | Promise<FakeReply>): Promise<FakeReply> {
    return act();
  }

  /** The answer as it leaves, for fakes that can be told to lie. */
  protected retouch(reply: FakeReply): FakeReply {
    return reply;
  }

  /** Takes over a line that is to stay open (101), or tells the status of the refusal. */
  protected upgrade(_wish: Upgrade): number {
    return 404;
  }

  get url(): string {
    if (!this.address) throw new Error('the fake server is not started');
    return this.address;
  }

  get requests(): readonly LoggedRequest[] {
    return this.log.requests;
  }

  async start(port = 0): Promise<void> {
    const server = createServer((request, response) => void this.serve(request, response));
    // Longer than any pooled client connection of a test lives, so that no request meets a closing socket.
    server.keepAliveTimeout = 120_000;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const { method = 'GET', url = '/', headers } = request;
      const entry = this.log.open(method, url);
      const { pathname, searchParams } = new URL(url, 'http://fake');
      const caller = this.callerOf(headers, searchParams);
      entry.user = caller?.user?.id ?? null;
      const wish = { path: pathname, caller, request, socket, head };
      entry.status = caller ? this.upgrade(wish) : 401;
      if (entry.status !== 101) socket.end(`HTTP/1.1 ${entry.status} Refused\r\nConnection: close\r\n\r\n`);
    });
    this.stopping = new AbortController();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    this.server = server;
    const bound = server.address();
    this.address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : port}`;
  }

  async stop(): Promise<void> {
    const server = this.server;
    if (!server) return;
    this.server = null;
    this.stopping.abort();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  fault(fault: Fault): void {
    this.faults.add(fault);
  }

  clearFaults(): void {
    this.faults.clear();
  }

  writes(): readonly LoggedRequest[] {
    return this.log.writes();
  }

  clearRequests(): void {
    this.log.clear();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.respond(request, response);
    } catch {
      // The client hung up, or the server is stopping: nobody is left to answer.
      response.destroy();
    }
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = request;
    const entry = this.log.open(method, url);
    const { pathname, search, searchParams: query } = new URL(url.replace(/^\/{2,}/, '/'), 'http://fake');
    const path = pathname.replace(/(?<=.)\/+$/, '');
    const caller = this.callerOf(headers, query);
    const found = findRoute(this.routes, method, path);
    entry.user = caller?.user?.id ?? null;
    entry.write = found?.route.write === true;

    const call: FakeCall = { method, path, query, headers, caller, body: await readBody(request) };
    const fault = this.faults.take([`${method} ${path}`, `${method} ${path}${search}`]);
    if (fault && 'reset' in fault) {
      request.socket.resetAndDestroy();
      return;
    }
    const reply = await this.replyTo(call, { found, fault });
    entry.status = reply.status;
    send(response, reply, fault !== null && 'truncate' in fault);
  }

  private async replyTo(call: FakeCall, { found, fault }: Circumstances): Promise<FakeReply> {
    if (fault && 'delayMs' in fault) await wait(fault.delayMs, undefined, { signal: this.stopping.signal });
    const isPretence = fault !== null && 'pretend' in fault;
    if (isPretence) return this.pretended(() => this.answer(call, found));
    return this.spoilt(fault) ?? this.answer(call, found);
  }

  /** The answer of a fault that replaces the real one; such a request does not reach the library. */
  private spoilt(fault: Fault['kind'] | null): FakeReply | null {
    if (fault && 'html' in fault) return html('Sign in');
    if (fault && 'redirectTo' in fault)
      return { status: 302, headers: { Location: fault.redirectTo }, body: '' };
    if (fault && 'answer' in fault)
      return { status: 200, headers: { 'Content-Type': 'application/json' }, body: fault.answer };
    if (!fault || !('status' in fault)) return null;
    const reply = this.refusal(fault.status);
    if (fault.status !== 429) return reply;
    return { ...reply, headers: { ...reply.headers, 'Retry-After': String(fault.retryAfterSeconds) } };
  }

  private async answer(call: FakeCall, found: FoundRoute | null): Promise<FakeReply> {
    if (!call.caller && !found?.route.open) return this.refusal(401);
    if (!found) return this.refusal(404);
    try {
      return this.retouch(await found.route.handle(call, ...found.groups));
    } catch (error) {
      if (error instanceof Refused) return this.refusal(error.status);
      return text(`the fake itself failed: ${String(error)}`, 500);
    }
  }
}

/** Thrown by a handler to answer with the vendor's error body of that status. */
export class Refused extends Error {
  constructor(readonly status: number) {
    super(`refused with ${status}`);
  }
}

interface Circumstances {
  readonly found: FoundRoute | null;
  readonly fault: Fault['kind'] | null;
}

interface FoundRoute {
  readonly route: Route;
  readonly groups: readonly string[];
}

function findRoute(routes: readonly Route[], method: string, path: string): FoundRoute | null {
  for (const route of routes) {
    const match = route.methods.includes(method) ? route.path.exec(path) : null;
    if (match) return { route, groups: match.slice(1).map((group) => decodeURIComponent(group)) };
  }
  return null;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, reply: FakeReply, cutShort: boolean): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, 'Content-Length': String(body.length) });
  if (!cutShort) {
    response.end(body);
    return;
  }
  // Half of what was announced, then a closed socket: what a server that dies in the middle of a page does.
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
