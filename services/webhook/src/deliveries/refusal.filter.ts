import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Response } from 'express';
import { Logger, Metrics } from '#libs/runtime';
import { Refusal } from './refusal.js';

/** The error envelope (rest-api.md 1.4), the log line and the count of everything that is not taken. */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const { status, key, message } = this.answerFor(error);
    if (status === 401) response.set('www-authenticate', 'Bearer realm="WatchState"');
    // The rest of the body is not read, so the connection is of no more use.
    if (status === 413) response.set('connection', 'close');
    if (status === 503) response.set('retry-after', '5');
    response.status(status).json({ error: { code: status, key, message } });
  }

  private answerFor(error: unknown): {
    readonly status: number;
    readonly key: string;
    readonly message: string;
  } {
    if (error instanceof Refusal) {
      this.metrics.webhooks.inc({ kind: 'unknown', reading: error.key });
      const tell = error.key === 'not-stored' ? 'error' : 'warn';
      this.logger[tell]('webhook refused', { key: error.key, reason: error.message, error: error.cause });
      return error;
    }
    if (error instanceof HttpException)
      return { status: error.getStatus(), key: 'not-found', message: error.message };
    this.logger.error('webhook failed', { error });
    return { status: 500, key: 'internal', message: 'Something went wrong; the log says what.' };
  }
}
