import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { Logger } from '#libs/runtime';
import type { Request, Response } from 'express';
import { ApiProblem } from './api-problem.js';
import { problemOf } from './problem-of.js';
import { RouteTable } from './route-table.js';

/** The one place where an error becomes an answer. Nothing of an unexpected error leaves the process but its request id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly routes: RouteTable,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    const problem = this.otherVerb(problemOf(error), request) ?? this.unexpected(error, request);
    if (response.headersSent) {
      // The answer has begun; cutting it off is the only honest end.
      response.destroy();
      return;
    }
    const { status, key, message, detail } = problem;
    const requestId = response.getHeader('X-Request-Id');
    response
      .status(status)
      .set({ ...detail.headers })
      .json({
        error: {
          code: status,
          key,
          message,
          ...(detail.fields ? { fields: detail.fields } : {}),
          request_id: requestId,
        },
        ...detail.extra,
      });
  }

  /** A known path that does not know the verb. */
  private otherVerb(problem: ApiProblem | null, { path }: Request): ApiProblem | null {
    if (problem?.key !== 'no-such-route') return problem;
    const methods = this.routes.methodsAt(path);
    if (methods.length === 0) return problem;
    const allow = methods.join(', ');
    return new ApiProblem(405, 'wrong-method', `This address answers to ${allow} only.`, {
      headers: { Allow: allow },
    });
  }

  private unexpected(error: unknown, { method, path }: Request): ApiProblem {
    this.logger.error('request failed', { error, method, path });
    return new ApiProblem(
      500,
      'internal',
      'Something went wrong here. The log says more under this request id.',
    );
  }
}
