import { Inject, Injectable } from '@nestjs/common';
import { type BackendRecord, Backends, type IdentityRecord, Runs } from '#libs/database';
import { ApiKeyConfig, LiveConfig, webhookSecret } from '#libs/runtime';
import { API_KEY } from '../auth/access.guard.js';
import { missing } from '../http/api-problem.js';
import { API } from '../http/prefix.js';
import { toBackend, toLibrary } from './backend.presenter.js';
import type { BackendDto, LibraryDto } from './backends.dto.js';
import { ServerCaller } from './server-caller.js';

/** Shows the stored backends of an identity. */
@Injectable()
export class BackendViewer {
  constructor(
    private readonly backends: Backends,
    private readonly runs: Runs,
    private readonly caller: ServerCaller,
    @Inject(API_KEY) private readonly apiKey: LiveConfig<ApiKeyConfig>,
  ) {}

  async list(identity: IdentityRecord): Promise<BackendDto[]> {
    const records = await this.backends.list(identity.id);
    const active = await this.runs.active(records.map(({ id }) => id));
    return records.map((record) =>
      toBackend(record, {
        activeRuns: active.filter(({ backendId }) => backendId === record.id),
        webhook: this.webhook(record),
      }),
    );
  }

  async show(identity: IdentityRecord, name: string): Promise<BackendDto> {
    const record = await this.find(identity, name);
    return toBackend(record, {
      activeRuns: await this.runs.active([record.id]),
      webhook: this.webhook(record),
    });
  }

  /** The stored backend, or 404. */
  async find(identity: IdentityRecord, name: string): Promise<BackendRecord> {
    const found = await this.backends.find(identity.id, name);
    if (!found) throw missing('backend', name);
    return found;
  }

  async libraries(identity: IdentityRecord, name: string): Promise<LibraryDto[]> {
    const record = await this.find(identity, name);
    return (await this.caller.client(record).libraries()).map((library) => toLibrary(library, record));
  }

  /** An address that a media server shall call must carry a secret; this one opens the inbox of one backend alone. */
  private webhook({ id }: BackendRecord): string {
    return `/${API}/webhook/${webhookSecret(this.apiKey.value.WS_API_KEY, id)}`;
  }
}
