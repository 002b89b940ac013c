import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type PipeTransform,
} from '@nestjs/common';
import { ApiHeader, ApiQuery } from '@nestjs/swagger';
import { Identities, type IdentityRecord } from '#libs/database';
import type { Request, Response } from 'express';
import { missing } from '../http/api-problem.js';
import { Refuses } from '../http/problem.dto.js';

const FIRST = 'main';
/** Fit for a response header. */
const NAME = /^[\w-]{1,64}$/;

/** The person a request is about: header `X-User` or `?user=`, else the first one (rest-api.md 1.3). */
const IdentityName = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const http = context.switchToHttp();
  const { headers, query } = http.getRequest<Request>();
  const name =
    [headers['x-user'], query['user']].find((given) => given !== undefined && given !== '') ?? FIRST;
  if (typeof name !== 'string' || !NAME.test(name)) throw missing('identity', 'of this name');
  http.getResponse<Response>().setHeader('X-User', name);
  return name;
});

@Injectable()
export class IdentityFinder implements PipeTransform<string, Promise<IdentityRecord>> {
  constructor(private readonly identities: Identities) {}

  async transform(name: string): Promise<IdentityRecord> {
    const found = await this.identities.find(name);
    if (!found) throw missing('identity', name);
    return found;
  }
}

/** Gives a handler the identity of the request, or answers 404. */
export const Identity = (): ParameterDecorator => IdentityName(IdentityFinder);

/** Documents that all routes of a controller are about one identity. */
export const ForIdentity = (): ClassDecorator =>
  applyDecorators(
    ApiHeader({ name: 'X-User', required: false, description: 'The identity; `main` when absent.' }),
    ApiQuery({ name: 'user', required: false, type: String, description: 'The same, for links.' }),
    Refuses(404),
  );
