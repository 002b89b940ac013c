import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { TokenScope } from '#libs/database';
import { SCOPE_EXTENSION } from '../http/api-description.js';

export const NEEDS = Symbol('NEEDS');

export type RouteScope = Exclude<TokenScope, 'webhook'>;

/** What a route needs that says nothing itself: reading is reading, everything else is operating. */
export const usualScope = (method: string): RouteScope =>
  method === 'GET' || method === 'HEAD' ? 'read' : 'operate';

/** A route, or all of a controller's, that a named key opens only when it has this scope. */
export const Needs = (scope: RouteScope): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(NEEDS, scope), ApiExtension(SCOPE_EXTENSION, scope));

const WIDER: Readonly<Record<RouteScope, readonly TokenScope[]>> = {
  read: ['read', 'operate', 'admin'],
  operate: ['operate', 'admin'],
  admin: ['admin'],
};

/** Each scope holds the smaller ones; `webhook` holds and is held by none. */
export const allows = (given: readonly TokenScope[], needed: RouteScope): boolean =>
  given.some((scope) => WIDER[needed].includes(scope));
