import { Injectable, type PipeTransform } from '@nestjs/common';
import { missing } from '../http/api-problem.js';

/** A text that is no delivery's id at all names none. */
@Injectable()
export class DeliveryIdPipe implements PipeTransform<string, number> {
  transform(text: string): number {
    const id = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(id)) throw missing('delivery', text);
    return id;
  }
}
