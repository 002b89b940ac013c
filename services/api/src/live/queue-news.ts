import { Injectable } from '@nestjs/common';
import { QueueMonitor } from '#libs/queue';
import type { EventStream } from './event-stream.js';
import type { Listener, NewsSource } from './news-source.js';

/** How many jobs lie in each queue: to a new listener at once, afterwards when it has changed. */
@Injectable()
export class QueueNews implements NewsSource {
  readonly topic = 'queues';
  private told = new WeakMap<EventStream, string>();

  constructor(private readonly monitor: QueueMonitor) {}

  async look(listeners: readonly Listener[]): Promise<void> {
    const queues = await Promise.all(
      this.monitor.queues.map(async (queue) => ({ queue, ...(await this.monitor.depth(queue)) })),
    );
    const text = JSON.stringify(queues);
    for (const { stream } of listeners) {
      if (this.told.get(stream) === text) continue;
      this.told.set(stream, text);
      stream.send('queues', { queues });
    }
  }

  forget(): void {
    this.told = new WeakMap();
  }
}
