import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from '../metrics/metrics.js';
import type { HealthChecks } from './health-checks.js';

type Answer = { readonly status: number; readonly contentType: string; readonly text: string };

/** The small port of each service for Prometheus and health checks; never published. */
export class ManagementServer {
  private readonly server: Server = createServer((request, response) => {
    void this.answer(request.url ?? '/').then((answer) => send(response, answer));
  });

  constructor(
    private readonly metrics: Metrics,
    private readonly health: HealthChecks,
  ) {}

  /** Gives the port in use, which differs from the wanted one when that was 0. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => resolve(portOf(this.server.address())));
    });
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(url: string): Promise<Answer> {
    switch (url.split('?')[0]) {
      case '/metrics':
        return { status: 200, ...(await this.metrics.scrape()) };
      case '/health/live':
        return json(200, { status: 'live' });
      case '/health/ready': {
        const health = await this.health.look();
        return json(health.status === 'not-ready' ? 503 : 200, health);
      }
      case undefined:
      default:
        return json(404, { status: 'not-found' });
    }
  }
}

const json = (status: number, body: object): Answer => ({
  status,
  contentType: 'application/json',
  text: JSON.stringify(body),
});

function send(response: ServerResponse, { status, contentType, text }: Answer): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;
