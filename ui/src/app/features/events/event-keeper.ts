import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import { CANCELLED, PENDING } from './event-words.js';

const pathOf = (id: string): string => `system/events/${encodeURIComponent(id)}`;

/** Cancels events, carries them out again, and deletes those that are over. */
@Service()
export class EventKeeper {
  private readonly api = inject(Api);

  cancel(id: string): Promise<unknown> {
    return this.api.patch(pathOf(id), { status: CANCELLED });
  }

  again(id: string): Promise<unknown> {
    return this.api.patch(pathOf(id), { status: PENDING });
  }

  remove(id: string): Promise<unknown> {
    return this.api.delete(pathOf(id));
  }
}
