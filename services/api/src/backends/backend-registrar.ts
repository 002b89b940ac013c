import { Injectable } from '@nestjs/common';
import {
  BackendNameTaken,
  type BackendRecord,
  Backends,
  type IdentityRecord,
  type NewBackend,
} from '#libs/database';
import { Logger, SecretBox } from '#libs/runtime';
import { type ApiProblem, conflict } from '../http/api-problem.js';
import { present } from '../http/present.js';
import { RunJudge } from '../runs/run-judge.js';
import { ServerCaller } from './server-caller.js';
import { BackendViewer } from './backend-viewer.js';
import type { BackendDto, DeletedBackendDto, NewBackendDto } from './backends.dto.js';

/** Takes backends in and lets them go. A backend is stored only after its server has said yes. */
@Injectable()
export class BackendRegistrar {
  constructor(
    private readonly backends: Backends,
    private readonly judge: RunJudge,
    private readonly viewer: BackendViewer,
    private readonly caller: ServerCaller,
    private readonly secrets: SecretBox,
    private readonly logger: Logger,
  ) {}

  async add(identity: IdentityRecord, wanted: NewBackendDto): Promise<BackendDto> {
    if (await this.backends.find(identity.id, wanted.name)) throw nameTaken(wanted.name);
    const { name, type, token } = wanted;
    const url = wanted.url.trim();
    const user = wanted.user || null;
    const found = await this.caller.check({
      type,
      identityName: identity.name,
      name,
      url,
      token,
      user,
      uuid: null,
    });
    const stored = await this.store({
      identityId: identity.id,
      name,
      type,
      url,
      sealedToken: this.secrets.seal(token),
      userId: found.user.id,
      userName: found.user.name,
      uuid: found.server.uuid,
      importEnabled: wanted.import.enabled,
      exportEnabled: wanted.export.enabled,
      options: present(wanted.options ?? {}),
    });
    this.logger.info('backend added', { backend: name, identity: identity.name, type });
    await this.backends.recordHealth(stored.id, 'ok', null);
    return this.viewer.show(identity, name);
  }

  async remove(identity: IdentityRecord, name: string): Promise<DeletedBackendDto> {
    const record = await this.viewer.find(identity, name);
    await this.judge.dismissAll(record.id);
    const backend = await this.viewer.show(identity, name);
    const deleted = await this.backends.remove(record);
    this.logger.info('backend removed', { backend: name, identity: identity.name });
    return { deleted, backend };
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
