import { Injectable } from '@nestjs/common';
import { JobWorker, pushesQueue, type JobHandlers } from '#libs/queue';
import { Pusher } from './pusher.js';

/** Has seats of its own: what somebody just watched does not wait for whole exports. */
@Injectable()
export class PushesWorker extends JobWorker<typeof pushesQueue> {
  protected readonly handlers: JobHandlers<typeof pushesQueue> = {
    push: ({ backendId }, job) => this.pusher.push(backendId, job),
  };

  constructor(private readonly pusher: Pusher) {
    super(pushesQueue);
  }
}
