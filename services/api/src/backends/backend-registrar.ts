import { Injectable } from '@nestjs/common';
import { AppError } from '#libs/core';
import {
  BackendNameTaken,
  type BackendRecord,
  Backends,
  type IdentityRecord,
  type NewBackend,
} from '#libs/database';
import { Logger } from '#libs/runtime';
import { type ApiProblem, conflict } from '../http/api-problem.js';
import { present } from '../http/present.js';
import { RunJudge } from '../runs/run-judge.js';
import { BackendProver } from './backend-prover.js';
import { ServerCaller } from './server-caller.js';
import { BackendViewer } from './backend-viewer.js';
import type { BackendDto, DeletedBackendDto, NewBackendDto, RemovedPartsDto } from './backends.dto.js';

/** Takes backends in and lets them go. A backend is stored only after its server has said yes. */
@Injectable()
export class BackendRegistrar {
  constructor(
    private readonly backends: Backends,
    private readonly judge: RunJudge,
    private readonly viewer: BackendViewer,
    private readonly caller: ServerCaller,
    private readonly prover: BackendProver,
    private readonly logger: Logger,
  ) {}

  async add(identity: IdentityRecord, wanted: NewBackendDto): Promise<BackendDto> {
    if (await this.backends.find(identity.id, wanted.name)) throw nameTaken(wanted.name);
    const { name, type, token } = wanted;
    const proved = await this.prover.prove(
      {
        ...{ type, identityName: identity.name, name, token, uuid: null },
        url: wanted.url.trim(),
        user: wanted.user || null,
        options: present(wanted.options ?? {}),
      },
      { importEnabled: wanted.import.enabled, exportEnabled: wanted.export.enabled },
    );
    const stored = await this.store({ ...proved, identityId: identity.id });
    this.logger.info('backend added', { backend: name, identity: identity.name, type });
    await this.backends.recordHealth(stored.id, null);
    return this.viewer.show(identity, name);
  }

  /** What `remove` would take away. */
  async holdings(identity: IdentityRecord, name: string): Promise<RemovedPartsDto> {
    return this.backends.weigh(await this.viewer.find(identity, name));
  }

  async remove(identity: IdentityRecord, name: string): Promise<DeletedBackendDto> {
    const record = await this.viewer.find(identity, name);
    await this.judge.dismissAll(record.id);
    await this.signOut(record);
    const backend = await this.viewer.show(identity, name);
    const deleted = await this.backends.remove(record);
    this.logger.info('backend removed', { backend: name, identity: identity.name });
    return { deleted, backend };
  }

  /** A token that was made for this backend ends with it; a server that is away keeps it (jellyfin-emby.md C07). */
  private async signOut(record: BackendRecord): Promise<void> {
    if (record.options['is_limited_token'] !== true) return;
    try {
      await this.caller.client(record).signOut?.();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.logger.info('token not ended', { backend: record.name, reason: error.key });
    }
  }

  private async store(backend: NewBackend): Promise<BackendRecord> {
    try {
      return await this.backends.add(backend);
    } catch (error) {
      throw error instanceof BackendNameTaken ? nameTaken(backend.name) : error;
    }
  }
}

const nameTaken = (name: string): ApiProblem => conflict('name-taken', `There is a backend ${name} already.`);
