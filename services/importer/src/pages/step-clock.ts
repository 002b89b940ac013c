import { Injectable } from '@nestjs/common';
import type { PageStep } from '#libs/database';
import { Metrics } from '#libs/runtime';

/** `read` is a page from the server, waiting and parsing; `compare` finds what changed; the others are the unit of work. */
export type ImportStep = 'read' | 'compare' | PageStep;

/** Tells the metrics where imports spend their time. */
@Injectable()
export class StepClock {
  constructor(private readonly metrics: Metrics) {}

  async timed<T>(step: ImportStep, work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    try {
      return await work();
    } finally {
      this.metrics.importSeconds.inc({ step }, (performance.now() - since) / 1_000);
    }
  }
}
