import { Injectable, type PipeTransform } from '@nestjs/common';
import { BACKEND_TYPES, type BackendType, isBackendType } from '#libs/core';
import { invalid } from '../http/api-problem.js';

@Injectable()
export class BackendTypePipe implements PipeTransform<string, BackendType> {
  transform(type: string): BackendType {
    if (isBackendType(type)) return type;
    throw invalid([{ field: 'type', message: `Must be one of ${BACKEND_TYPES.join(', ')}.` }]);
  }
}
