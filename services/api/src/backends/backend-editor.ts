import { Injectable } from '@nestjs/common';
import {
  type BackendChanges,
  type BackendOptions,
  type BackendRecord,
  Backends,
  type IdentityRecord,
} from '#libs/database';
import { openOptions, sealOptions } from '#libs/directory';
import { Logger, SecretBox } from '#libs/runtime';
import { withValueAt } from './options/option-path.js';
import { BackendProver } from './backend-prover.js';
import type { BackendPatch } from './backend-patch.js';
import { BackendReviser, type WholeBackend } from './backend-reviser.js';
import { BackendViewer } from './backend-viewer.js';
import type { BackendDto } from './backends.dto.js';

/** Changes the settings of a stored backend; address, token and user only with the server's consent. */
@Injectable()
export class BackendEditor {
  constructor(
    private readonly backends: Backends,
    private readonly viewer: BackendViewer,
    private readonly prover: BackendProver,
    private readonly reviser: BackendReviser,
    private readonly secrets: SecretBox,
    private readonly logger: Logger,
  ) {}

  async change(identity: IdentityRecord, name: string, patch: BackendPatch): Promise<BackendDto> {
    const record = await this.viewer.find(identity, name);
    const isAccess = [patch.url, patch.token, patch.user].some((setting) => setting !== undefined);
    const access = isAccess ? await this.access(record, patch) : {};
    const sealed = { ...patch, options: sealOptions(patch.options, this.secrets) };
    const changes = { ...access, ...switches({ ...record, ...access }, sealed) };
    await this.store(record, changes);
    if (isAccess) await this.backends.recordHealth(record.id, null);
    return this.viewer.show(identity, name);
  }

  /** Sets everything that can be set; what is not given goes back to its default. */
  async replace(identity: IdentityRecord, name: string, wanted: WholeBackend): Promise<BackendDto> {
    const record = await this.viewer.find(identity, name);
    await this.store(record, await this.reviser.revise(record, wanted));
    await this.backends.recordHealth(record.id, null);
    return this.viewer.show(identity, name);
  }

  private async store(record: BackendRecord, changes: BackendChanges): Promise<void> {
    await this.backends.alter(record, changes);
    this.logger.info('backend changed', {
      ...{ backend: record.name, identity: record.identityName, settings: Object.keys(changes) },
    });
  }

  private async access(record: BackendRecord, patch: BackendPatch): Promise<BackendChanges> {
    const { type, identityName, name, uuid } = record;
    const url = patch.url ?? record.url;
    const user = patch.user ?? record.userId;
    const stored = openOptions(record.options, this.secrets);
    const options = { ...stored, ...patch.options, is_limited_token: undefined };
    const token = patch.token ?? this.secrets.open(record.sealedToken);
    const proved = await this.prover.prove(
      { type, identityName, name, url, token, user, uuid, options },
      record,
    );
    const { userId, userName, sealedToken } = proved;
    if (patch.token === undefined) return { url, userId, userName };
    const isLimited = proved.options.is_limited_token === true;
    return { ...limited(record, isLimited), url, userId, userName, sealedToken };
  }
}

/** Whether the new token came from a sign-in. */
function limited({ options }: BackendRecord, isLimited: boolean): BackendChanges {
  if (isLimited === (options.is_limited_token === true)) return {};
  return { options: withValueAt(options, 'options.is_limited_token', isLimited || undefined) };
}

const switches = ({ options }: BackendRecord, patch: BackendPatch): BackendChanges => ({
  ...(patch.importEnabled === undefined ? {} : { importEnabled: patch.importEnabled }),
  ...(patch.exportEnabled === undefined ? {} : { exportEnabled: patch.exportEnabled }),
  ...(Object.keys(patch.options).length === 0
    ? {}
    : { options: { ...options, ...patch.options, ...client(options, patch.options) } }),
});

/** A map of its own: one of its settings changes without the others. */
const client = (stored: BackendOptions, changed: BackendOptions): BackendOptions =>
  changed.client ? { client: { ...stored.client, ...changed.client } } : {};
