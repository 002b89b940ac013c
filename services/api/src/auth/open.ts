import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { OPEN_EXTENSION, OPEN_UNTIL_SIGN_UP_EXTENSION } from '../http/api-description.js';
import { Needs } from './scopes.js';

export const OPEN = Symbol('OPEN');
export const OPEN_UNTIL_SIGN_UP = Symbol('OPEN_UNTIL_SIGN_UP');

/** A route that needs no credential; everything else does (contract.md 3). */
export const Open = (): MethodDecorator =>
  applyDecorators(SetMetadata(OPEN, true), ApiExtension(OPEN_EXTENSION, true));

/**
 * A route of the first visit: needs no credential while nobody has an account, and the scope `admin` afterwards. Left
 * open, strangers could use the system to begin sign-ins at somebody else's cloud.
 */
export const OpenUntilSignUp = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(OPEN_UNTIL_SIGN_UP, true),
    ApiExtension(OPEN_UNTIL_SIGN_UP_EXTENSION, true),
    Needs('admin'),
  );
