import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { AuditTrail } from '#libs/database';
import { Logger } from '#libs/runtime';
import type { Request, Response } from 'express';
import { catchError, concatMap, from, map, type Observable, switchMap, throwError } from 'rxjs';
import { CallerAddress } from '../auth/caller-address.js';
import { actorOf } from '../auth/principal.js';
import { operationId } from '../http/api-description.js';
import { problemOf } from '../http/problem-of.js';
import { fieldsIn } from './fields-in.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The one place that writes the audit trail: every request that may change something, before it does, and how it ended. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly trail: AuditTrail,
    private readonly addresses: CallerAddress,
    private readonly logger: Logger,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    if (READING.has(request.method)) return next.handle();
    const action = operationId(context.getClass().name, context.getHandler().name);
    return from(this.begin(request, { action, requestId: String(response.getHeader('X-Request-Id')) })).pipe(
      switchMap((id) =>
        next.handle().pipe(
          concatMap((answer: unknown) =>
            from(this.end(id, request, response.statusCode)).pipe(map(() => answer)),
          ),
          catchError((error: unknown) =>
            from(this.end(id, request, problemOf(error)?.status ?? 500)).pipe(
              switchMap(() => throwError(() => error)),
            ),
          ),
        ),
      ),
    );
  }

  /** A change that cannot be noted is not made. */
  private begin(
    request: Request,
    { action, requestId }: { readonly action: string; readonly requestId: string },
  ): Promise<number> {
    const { method, path, headers, query } = request;
    const identity = headers['x-user'] ?? query['user'];
    return this.trail.begin({
      actor: actorOf(request),
      address: this.addresses.of(request) || null,
      action,
      method,
      path: path.slice(0, 500),
      identity: typeof identity === 'string' && /^[\w-]{1,64}$/.test(identity) ? identity : null,
      fields: fieldsIn(request.body),
      requestId,
    });
  }

  /** It has happened by now, so what cannot be noted any more changes nothing. */
  private async end(id: number, request: Request, status: number): Promise<void> {
    try {
      await this.trail.end(id, status, actorOf(request));
    } catch (error) {
      this.logger.error('audit entry left open', { error, entry: id });
    }
  }
}
