import { eventually } from './eventually.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; null when there was none. */
  readonly body: unknown;
}

/** What the tests look at of a run (contract.md 3). */
export interface Run {
  readonly id: string;
  readonly kind: string;
  readonly backend: string | null;
  readonly mode: string | null;
  readonly dry_run: boolean;
  readonly status: 'queued' | 'running' | 'awaiting_approval' | 'succeeded' | 'failed' | 'cancelled';
  readonly progress: { readonly done: number; readonly total: number | null };
  readonly counts: Readonly<
    Record<
      'added' | 'updated' | 'unchanged' | 'failed' | 'played' | 'unplayed' | 'progress' | 'skipped',
      number
    >
  >;
  readonly requests: number;
  readonly error: { readonly key: string; readonly message: string; readonly hint: string | null } | null;
}

export interface Paging {
  readonly total: number;
  readonly perpage: number;
  readonly current_page: number;
}

export interface Change {
  readonly item: { readonly title: string; readonly type: string };
  readonly backend: string | null;
  readonly before: { readonly watched: boolean | null; readonly position_ms: number | null };
  readonly after: { readonly watched: boolean | null; readonly position_ms: number | null };
  readonly rule: string;
  readonly status: string;
}

export interface NewBackend {
  readonly name: string;
  readonly type: string;
  readonly url: string;
  readonly token: string;
  readonly user?: string;
}

export interface RunOptions {
  readonly force?: boolean;
  readonly ignore_date?: boolean;
  readonly dry_run?: boolean;
  readonly metadata_only?: boolean;
  readonly trust?: boolean;
}

/** The HTTP API as an outsider sees it, with the key of the installation. */
export class Api {
  constructor(
    readonly url: string,
    private readonly key: string,
    private readonly identity = 'main',
  ) {}

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  post(path: string, body: object = {}): Promise<Answer> {
    return this.call('POST', path, body);
  }

  put(path: string, body: object): Promise<Answer> {
    return this.call('PUT', path, body);
  }

  patch(path: string, body: object): Promise<Answer> {
    return this.call('PATCH', path, body);
  }

  delete(path: string): Promise<Answer> {
    return this.call('DELETE', path);
  }

  private async call(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${this.url}/v1/api/${path}`, {
      method,
      headers: {
        'x-apikey': this.key,
        'x-user': this.identity,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body ? JSON.stringify(body) : null,
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : null,
    };
  }

  /** Adds a backend that is imported and exported. */
  async addBackend(backend: NewBackend): Promise<void> {
    const both = { import: { enabled: true }, export: { enabled: true } };
    await this.expecting(201, () => this.post('backends', { ...backend, ...both }));
  }

  async startRun(kind: 'import' | 'export', backend: string, options: RunOptions = {}): Promise<string> {
    const { body } = await this.expecting(202, () => this.post(`backend/${backend}/${kind}`, options));
    return (body as { readonly run_id: string }).run_id;
  }

  async run(id: string): Promise<Run> {
    return (await this.expecting(200, () => this.get(`runs/${id}`))).body as Run;
  }

  /** The run once it is neither queued nor running. */
  finished(id: string, withinMs = 60_000): Promise<Run> {
    const look = async (): Promise<Run | null> => {
      const run = await this.run(id);
      return run.status === 'queued' || run.status === 'running' ? null : run;
    };
    return eventually(`run ${id} ends`, look, withinMs);
  }

  /** Starts a run and waits for its end. */
  async carryOut(kind: 'import' | 'export', backend: string, options: RunOptions = {}): Promise<Run> {
    return this.finished(await this.startRun(kind, backend, options));
  }

  async changes(
    runId: string,
    query = 'perpage=100',
  ): Promise<{ readonly paging: Paging; readonly items: Change[] }> {
    const { body } = await this.expecting(200, () => this.get(`runs/${runId}/changes?${query}`));
    return body as { readonly paging: Paging; readonly items: Change[] };
  }

  private async expecting(status: number, call: () => Promise<Answer>): Promise<Answer> {
    const answer = await call();
    if (answer.status === status) return answer;
    throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
}
