import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { backendOf, BackendError } from '#libs/backends';
import { WebhookDeliveries, type BackendRecord } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { ServerCaller } from '../backends/server-caller.js';
import type { HookProofDto } from './hooks.dto.js';

const PATIENCE_MS = 4_000;
const LOOK_EVERY_MS = 200;

type Proof = Omit<HookProofDto, never>;

/** Proves that a registered webhook really arrives: by a round trip where the vendor has a test event. */
@Injectable()
export class HookProver {
  constructor(
    private readonly caller: ServerCaller,
    private readonly directory: ServerDirectory,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  async prove(backend: BackendRecord, url: string): Promise<Proof> {
    const { testHook } = backendOf(backend.type);
    if (!testHook) return READ_BACK;
    const since = await this.deliveries.now();
    try {
      await testHook(this.directory.connection(backend), url, this.caller.manners(backend.options));
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      return { by: 'test-event', passed: false, note: `${error.message} ${error.hint}` };
    }
    return (await this.arrives(backend.id, since)) ? ARRIVED : LOST;
  }

  private async arrives(backendId: number, since: Date): Promise<boolean> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      if (await this.deliveries.rangSince(backendId, since)) return true;
      if (performance.now() > end) return false;
      await wait(LOOK_EVERY_MS);
    }
  }
}

const READ_BACK: Proof = {
  by: 'read-back',
  passed: true,
  note: 'The entry was read back. Its vendor has no test event; play something for a moment to see it arrive.',
};
const ARRIVED: Proof = {
  by: 'test-event',
  passed: true,
  note: 'The test event of the server has arrived here.',
};
const LOST: Proof = {
  by: 'test-event',
  passed: false,
  note: 'The server was asked for a test event, and none arrived. Its webhooks need Emby Premiere, and it must reach WatchState at this address.',
};
