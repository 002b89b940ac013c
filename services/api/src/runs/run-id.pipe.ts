import { Injectable, type PipeTransform } from '@nestjs/common';
import { missing } from '../http/api-problem.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A text that is no run's id at all names no run. */
@Injectable()
export class RunIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!UUID.test(id)) throw missing('run', id);
    return id.toLowerCase();
  }
}
