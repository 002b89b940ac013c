import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { OPEN_EXTENSION } from '../http/api-description.js';

export const OPEN = Symbol('OPEN');

/** A route that needs no credential; everything else does (contract.md 3). */
export const Open = (): MethodDecorator =>
  applyDecorators(SetMetadata(OPEN, true), ApiExtension(OPEN_EXTENSION, true));
