import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { Logger } from '#libs/runtime';
import type { Request, Response } from 'express';
import { ApiProblem } from './api-problem.js';
import { problemOf } from './problem-of.js';
import { refuseWith } from './refuse-with.js';
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
    refuseWith(problem, response);
  }

  /** A known path that does not know the verb. */
  private otherVerb(problem: ApiProblem | null, request: Request): ApiProblem | null {
    if (problem?.key !== 'no-such-route') return problem;
    const methods = this.routes.methodsAt(pathOf(request));
    if (methods.length === 0) return problem;
    const allow = methods.join(', ');
    return new ApiProblem(405, 'wrong-method', `This address answers to ${allow} only.`, {
      headers: { Allow: allow },
    });
  }

  private unexpected(error: unknown, request: Request): ApiProblem {
    this.logger.error('request failed', { error, method: request.method, path: pathOf(request) });
    return new ApiProblem(
      500,
      'internal',
      'Something went wrong here. The log says more under this request id.',
    );
  }
}

/** Whole, also where a handler is mounted below a prefix. */
const pathOf = ({ baseUrl, path }: Request): string => `${baseUrl}${path}`;
