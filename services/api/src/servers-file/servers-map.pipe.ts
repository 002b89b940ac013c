import { Injectable, type PipeTransform } from '@nestjs/common';
import { invalid } from '../http/api-problem.js';
import { type ReadBlock, readServersMap, readServersText } from './servers-text.js';

const MOST_BACKENDS = 500;
const READING = { mayLackTokens: true };

export interface ServersMap {
  readonly blocks: readonly ReadBlock[];
}

/** Reads a body that is a map of backends as in a `servers.yaml`: an object, or the text of one in YAML. */
@Injectable()
export class ServersMapPipe implements PipeTransform<unknown, ServersMap> {
  transform(body: unknown): ServersMap {
    const blocks = typeof body === 'string' ? readServersText(body, READING) : readServersMap(body, READING);
    if (!blocks) throw invalid([{ field: 'body', message: 'The body must be a map from name to backend.' }]);
    if (blocks.length > MOST_BACKENDS)
      throw invalid([{ field: 'body', message: `There can be ${MOST_BACKENDS} backends at most.` }]);
    return { blocks };
  }
}
