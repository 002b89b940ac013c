import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request as it went over the wire. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer as it goes over the wire; 200 and JSON unless it says otherwise. */
export interface Scripted {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
}

/** Answers by a script and keeps what was asked: for tests of what goes over the wire, which trust no fake. */
export class RecordingServer {
  readonly requests: Recorded[] = [];
  private answers: (request: Recorded) => Scripted = () => ({ status: 500 });
  private readonly server: Server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://recorder');
      const recorded: Recorded = {
        method: request.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: await text(request),
      };
      this.requests.push(recorded);
      send(response, this.answers(recorded));
    })();
  });
  url = '';

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    this.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Sets what is answered from now on, and forgets what was asked. */
  says(answers: Scripted | ((request: Recorded) => Scripted)): void {
    this.requests.length = 0;
    this.answers = typeof answers === 'function' ? answers : () => answers;
  }

  /** The only request there was. */
  get request(): Recorded {
    const [request, ...more] = this.requests;
    if (!request || more.length > 0) throw new Error(`there were ${this.requests.length} requests`);
    return request;
  }
}

function send(response: ServerResponse, { status = 200, headers = {}, ...body }: Scripted): void {
  const type = body.text === undefined ? 'application/json' : 'text/plain';
  response.writeHead(status, { 'Content-Type': type, ...headers });
  response.end(body.text ?? JSON.stringify(body.json ?? {}));
}
