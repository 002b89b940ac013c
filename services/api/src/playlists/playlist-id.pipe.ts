import { Injectable, type PipeTransform } from '@nestjs/common';
import { missing } from '../http/api-problem.js';

/** A text that is no playlist's id at all names no playlist. */
@Injectable()
export class PlaylistIdPipe implements PipeTransform<string, number> {
  transform(text: string): number {
    const id = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(id)) throw missing('playlist', text);
    return id;
  }
}
