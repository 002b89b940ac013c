import { Injectable, type PipeTransform } from '@nestjs/common';
import { missing } from '../http/api-problem.js';

/** A text that is no item's id at all names no item. */
@Injectable()
export class ItemIdPipe implements PipeTransform<string, number> {
  transform(text: string): number {
    const id = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(id)) throw missing('item', text);
    return id;
  }
}
