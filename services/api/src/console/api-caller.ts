import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiKeyConfig, LiveConfig } from '#libs/runtime';
import { API_KEY } from '../auth/access.guard.js';
import { API } from '../http/prefix.js';

/** The API said no: its status, and its words for a person. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(wordsIn(status, body));
    this.name = 'ApiRefusal';
  }
}

export interface Call {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: object;
}

const LONGEST_CALL_MS = 10 * 60_000;

/**
 * Asks our own API, as a script would: a command can do what the API can do, with the same checks, and nothing else. One
 * is made for each run, and knows whom it is about.
 */
export class ApiCaller {
  constructor(
    private readonly line: { readonly address: string; readonly key: string; readonly signal: AbortSignal },
    readonly identity: string | null = null,
  ) {}

  /** The same line, about another person; null when nobody is named. */
  about(identity: string | null | undefined): ApiCaller {
    return new ApiCaller(this.line, identity ?? null);
  }

  get<T>(path: string, query: Call['query'] = {}): Promise<T> {
    return this.ask<T>('GET', path, { query });
  }

  post<T>(path: string, body: object = {}, query: Call['query'] = {}): Promise<T> {
    return this.ask<T>('POST', path, { body, query });
  }

  put<T>(path: string, body: object): Promise<T> {
    return this.ask<T>('PUT', path, { body });
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.ask<T>('PATCH', path, { body });
  }

  delete<T>(path: string, call: Call = {}): Promise<T> {
    return this.ask<T>('DELETE', path, call);
  }

  /** The answer as it is named by whoever asks: the shape is the route's own. Throws `ApiRefusal`. */
  async ask<T>(method: string, path: string, { query = {}, body }: Call): Promise<T> {
    const answer = await fetch(this.addressOf(path, query), {
      method,
      headers: { ...this.headers, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.any([this.line.signal, AbortSignal.timeout(LONGEST_CALL_MS)]),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    const content: unknown = isJson && text !== '' ? JSON.parse(text) : text;
    if (!answer.ok) throw new ApiRefusal(answer.status, content);
    return content as T;
  }

  private addressOf(path: string, query: NonNullable<Call['query']>): URL {
    const url = new URL(`${this.line.address}/${API}/${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url;
  }

  private get headers(): Readonly<Record<string, string>> {
    return { 'X-APIKEY': this.line.key, ...(this.identity === null ? {} : { 'X-User': this.identity }) };
  }
}

/** Makes callers of the API that this process serves. */
@Injectable()
export class OwnApi {
  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(API_KEY) private readonly apiKey: LiveConfig<ApiKeyConfig>,
  ) {}

  caller(signal: AbortSignal): ApiCaller {
    return new ApiCaller({ address: this.address, key: this.apiKey.value.WS_API_KEY, signal });
  }

  private get address(): string {
    const server: unknown = this.host.httpAdapter.getHttpServer();
    const address = hasAddress(server) ? server.address() : null;
    if (typeof address !== 'object' || address === null) throw new Error('the API does not listen yet');
    const isEverywhere = address.address === '0.0.0.0' || address.address === '::';
    const host = isEverywhere ? '127.0.0.1' : address.address;
    return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
  }
}

interface Listening {
  address(): { readonly address: string; readonly port: number } | string | null;
}

const hasAddress = (server: unknown): server is Listening =>
  typeof server === 'object' &&
  server !== null &&
  'address' in server &&
  typeof server.address === 'function';

interface Refused {
  readonly error?: {
    readonly message?: string;
    readonly fields?: readonly { readonly field: string; readonly message: string; readonly hint?: string }[];
  };
}

function wordsIn(status: number, body: unknown): string {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as Refused;
  const fields = (error?.fields ?? []).map(({ message, hint }) => `${message} ${hint ?? ''}`.trim());
  return fields.length > 0 ? fields.join(' ') : (error?.message ?? `The API answered ${status}.`);
}
