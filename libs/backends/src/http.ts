import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { BackendError } from './backend-error.js';
import type { BackendType, ConnectOptions } from './media-server.js';
import { classifyStatus, errorOfStatus, isSuccess, translateFailure } from './http-failure.js';
import { retryReads } from './http-retry.js';

/** One call. `operation` names it in metrics and errors: a closed, short word such as `page`. */
export interface Call {
  readonly operation: string;
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether the call may be repeated after a passing failure. Reads are; a GET that writes must say false. */
  readonly repeatable?: boolean;
  /** Statuses that the caller understands besides 2xx, e.g. 404 for "no such item". */
  readonly accept?: readonly number[];
}

export interface Answer {
  readonly status: number;
  /** The body as it came. */
  readonly bytes: Uint8Array;
  readonly text: string;
  /** A response header, whatever the case of its name. */
  header(name: string): string | null;
  /** The decoded body. Throws `not-an-api` for HTML, `bad-answer` for anything else that is no JSON. */
  json(): unknown;
}

/** An answer whose body is passed on as it comes. */
export interface StreamedAnswer {
  readonly status: number;
  header(name: string): string | null;
  /** To be read to its end or destroyed: it holds a connection. */
  readonly body: Readable;
}

export interface HttpSettings extends ConnectOptions {
  readonly type: BackendType;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const UTF_8 = new TextDecoder();
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 30_000;
/** The time-out is for silence; an answer that trickles for ever ends after this many of them. */
const TRICKLE_FACTOR = 10;

// One pool for all clients, so that short-lived ones share connections; the pool counts sockets per host.
const agentOptions = { keepAlive: true, maxSockets: 25 };
const httpAgent = new http.Agent(agentOptions);
const httpsAgent = new https.Agent(agentOptions);
/** For servers whose owner switched the check of the certificate off. */
const trustingAgent = new https.Agent({ ...agentOptions, rejectUnauthorized: false });

/** Talks HTTP to one media server: keep-alive, time-outs, size limit, retries of reads, and errors a person can read. */
export class MediaServerHttp {
  private readonly axios: AxiosInstance;

  constructor(private readonly settings: HttpSettings) {
    this.axios = axios.create({
      // The base keeps its sub path: the path of a call is appended, never resolved against the host.
      baseURL: settings.url.replace(/\/+$/, ''),
      // A cache in between knows the address alone, and on Plex that is the same for every person.
      headers: { Accept: 'application/json', 'Cache-Control': 'no-cache', ...settings.headers },
      timeout: this.timeoutMs,
      // A redirect would carry the token elsewhere and turn a POST into a GET.
      maxRedirects: 0,
      maxContentLength: MAX_BODY_BYTES,
      transformResponse: (body: unknown) => body,
      validateStatus: () => true,
      httpAgent,
      httpsAgent: settings.verifyTls === false ? trustingAgent : httpsAgent,
      proxy: false,
    });
  }

  /** Throws `BackendError` for everything but 2xx and the statuses in `accept`. */
  async request(call: Call): Promise<Answer> {
    return this.withRetries(call, () => this.once(call));
  }

  /**
   * As `request`, with the body decoded; an answer that was cut off counts as a passing failure. The body of a
   * status that is only accepted is not looked at.
   */
  async read(call: Call): Promise<{ readonly body: unknown; readonly answer: Answer }> {
    return this.withRetries(call, async () => decoded(await this.once(call)));
  }

  /** As `read`, but null, and nothing is decoded, when the caller knows the answer already. */
  async readUnless(
    isKnown: (answer: Answer) => Promise<boolean>,
    call: Call,
  ): Promise<{ readonly body: unknown; readonly answer: Answer } | null> {
    return this.withRetries(call, async () => {
      const answer = await this.once(call);
      if (!isSuccess(answer.status) || !(await isKnown(answer))) return decoded(answer);
      giveBack(answer.bytes);
      return null;
    });
  }

  /** As `request`, with the body as a stream, for what is only passed on. */
  async stream(call: Call): Promise<StreamedAnswer> {
    return this.withRetries(call, () =>
      this.inTurn(call, async () => {
        const response = await this.send<Readable>(call, 'stream');
        return { response, answer: streamedAnswer(response), drop: () => response.data.destroy() };
      }),
    );
  }

  private withRetries<T>(call: Call, attempt: () => Promise<T>): Promise<T> {
    return isRepeatable(call) ? retryReads(attempt, this.settings.retries ?? 3) : attempt();
  }

  private get timeoutMs(): number {
    return this.settings.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  }

  private once(call: Call): Promise<Answer> {
    return this.inTurn(call, async () => {
      const response = await this.send<Uint8Array>(call, 'arraybuffer');
      return { response, answer: answer(this.settings.type, response), drop: () => undefined };
    });
  }

  /** In its turn, when the server has somebody who directs the traffic. */
  private async inTurn<T>(call: Call, ask: () => Promise<Asked<T>>): Promise<T> {
    const leave = await this.settings.pace?.enter(isRepeatable(call) ? 'read' : 'write');
    let failure: BackendError | null = null;
    try {
      return await this.observed(call, ask);
    } catch (error) {
      if (error instanceof BackendError) failure = error;
      throw error;
    } finally {
      leave?.(failure);
    }
  }

  private async observed<T>(call: Call, ask: () => Promise<Asked<T>>): Promise<T> {
    const started = performance.now();
    let outcome = 'error';
    try {
      const { response, answer, drop } = await ask();
      outcome = String(response.status);
      const failure = classifyStatus(this.settings.type, response);
      if (!failure || call.accept?.includes(response.status)) return answer;
      drop();
      throw failure;
    } catch (error) {
      if (error instanceof BackendError && outcome === 'error') outcome = error.key;
      throw error;
    } finally {
      this.settings.onRequest?.({
        type: this.settings.type,
        operation: call.operation,
        outcome,
        seconds: (performance.now() - started) / 1000,
      });
    }
  }

  private async send<Body>(call: Call, responseType: 'arraybuffer' | 'stream'): Promise<AxiosResponse<Body>> {
    const trickle = new AbortController();
    const timer = setTimeout(() => trickle.abort(), this.timeoutMs * TRICKLE_FACTOR);
    try {
      return await this.axios.request<Body>({
        method: call.method ?? 'GET',
        url: call.path,
        params: call.query,
        data: call.body,
        responseType,
        signal: trickle.signal,
        ...(call.headers ? { headers: call.headers } : {}),
      });
    } catch (error) {
      throw translateFailure(this.settings.type, error);
    } finally {
      clearTimeout(timer);
    }
  }
}

interface Asked<T> {
  readonly response: AxiosResponse<unknown>;
  readonly answer: T;
  /** Lets go of an answer that nobody will read. */
  readonly drop: () => unknown;
}

const isRepeatable = ({ method = 'GET', repeatable }: Call): boolean => repeatable ?? method === 'GET';

/** A large answer that nobody will read: its memory is free at once, and not when the collector comes to it. */
function giveBack({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

const decoded = (answer: Answer) => ({ body: isSuccess(answer.status) ? answer.json() : null, answer });

function answer(type: BackendType, response: AxiosResponse<Uint8Array>): Answer {
  const { status, data: bytes } = response;
  return {
    status,
    bytes,
    get text() {
      return UTF_8.decode(bytes);
    },
    header: (name) => headerOf(response, name),
    json: () => parseJson(type, { status, text: UTF_8.decode(bytes) }),
  };
}

const streamedAnswer = (response: AxiosResponse<Readable>): StreamedAnswer => ({
  status: response.status,
  header: (name) => headerOf(response, name),
  body: response.data,
});

function headerOf(response: AxiosResponse<unknown>, name: string): string | null {
  const value: unknown = response.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : null;
}

function parseJson(
  type: BackendType,
  { status, text }: { readonly status: number; readonly text: string },
): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What the parser says quotes the body, and a body may hold a token: it is not kept as the cause.
    const told = /^\s*(?:<\?xml[^>]*>\s*)?<Response\s[^>]*code="(5\d\d)"/.exec(text)?.[1];
    if (told !== undefined) throw errorOfStatus(type, Number(told));
    if (/^\s*</.test(text)) {
      throw new BackendError(
        'not-an-api',
        `The address answered with a web page, not with the ${type} API.`,
        {
          field: 'url',
          hint: 'Use the address of the media server itself, with its sub path if it has one; a login page or proxy may be in between.',
          status,
        },
      );
    }
    throw new BackendError('bad-answer', `The ${type} server sent an answer that is cut off or not JSON.`, {
      hint: 'Try again; if it stays, look at the log of the media server and of any proxy in between.',
      status,
    });
  }
}
