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
import { TokenBroker } from './credentials/token-broker.js';
import { withValueAt } from './options/option-path.js';
import { ServerCaller } from './server-caller.js';
import type { BackendPatch } from './backend-patch.js';
import { BackendViewer } from './backend-viewer.js';
import type { BackendDto } from './backends.dto.js';

/** Changes the settings of a stored backend; address, token and user only with the server's consent. */
@Injectable()
export class BackendEditor {
  constructor(
    private readonly backends: Backends,
    private readonly viewer: BackendViewer,
    private readonly caller: ServerCaller,
    private readonly broker: TokenBroker,
    private readonly secrets: SecretBox,
    private readonly logger: Logger,
  ) {}

  async change(identity: IdentityRecord, name: string, patch: BackendPatch): Promise<BackendDto> {
    const record = await this.viewer.find(identity, name);
    const isAccess = [patch.url, patch.token, patch.user].some((setting) => setting !== undefined);
    const access = isAccess ? await this.access(record, patch) : {};
    const sealed = { ...patch, options: sealOptions(patch.options, this.secrets) };
    const changes = { ...access, ...switches({ ...record, ...access }, sealed) };
    if (changes.userId === undefined || changes.userId === record.userId)
      await this.backends.change(record.id, changes);
    else await this.backends.changeAccount(record, changes);
    if (isAccess) await this.backends.recordHealth(record.id, null);
    this.logger.info('backend changed', {
      backend: name,
      identity: identity.name,
      settings: Object.keys(changes),
    });
    return this.viewer.show(identity, name);
  }

  private async access(record: BackendRecord, patch: BackendPatch): Promise<BackendChanges> {
    const { type, identityName, name, uuid } = record;
    const url = patch.url ?? record.url;
    const user = patch.user ?? record.userId;
    const options = { ...openOptions(record.options, this.secrets), ...patch.options };
    const entered = patch.token ?? this.secrets.open(record.sealedToken);
    const candidate = { type, identityName, name, url, token: entered, user, uuid, options };
    const { token, isLimited } =
      patch.token === undefined ? { token: entered, isLimited: null } : await this.broker.exchange(candidate);
    const found = await this.caller.check({ ...candidate, token });
    return {
      ...limited(record, isLimited),
      url,
      userId: found.user.id,
      userName: found.user.name,
      ...(patch.token === undefined ? {} : { sealedToken: this.secrets.seal(token) }),
    };
  }
}

/** Whether the new token came from a sign-in; null when it is the old one. */
function limited({ options }: BackendRecord, isLimited: boolean | null): BackendChanges {
  if (isLimited === null || isLimited === (options['is_limited_token'] === true)) return {};
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
