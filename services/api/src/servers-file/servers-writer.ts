import { Injectable } from '@nestjs/common';
import { type BackendRecord, Backends, type IdentityRecord } from '#libs/database';
import { MASK, maskOptions, openOptions } from '#libs/directory';
import { Logger, SecretBox } from '#libs/runtime';
import { stringify } from 'yaml';

/** Writes the backends of a person as the `servers.yaml` of older versions. */
@Injectable()
export class ServersWriter {
  constructor(
    private readonly backends: Backends,
    private readonly secrets: SecretBox,
    private readonly logger: Logger,
  ) {}

  /** Tokens and the secrets among the options only when they are asked for. */
  async text(identity: IdentityRecord, withTokens: boolean): Promise<string> {
    const backends = await this.backends.list(identity.id);
    if (withTokens) this.logger.warn('servers file written with tokens', { identity: identity.name });
    return stringify(
      Object.fromEntries(backends.map((backend) => [backend.name, this.block(backend, withTokens)])),
    );
  }

  private block(backend: BackendRecord, withTokens: boolean): object {
    const { type, url, userId, uuid, options } = backend;
    return {
      type,
      url,
      token: withTokens ? this.secrets.open(backend.sealedToken) : MASK,
      user: userId,
      uuid,
      import: { enabled: backend.importEnabled, lastSync: secondsOf(backend.importLastSync) },
      export: { enabled: backend.exportEnabled, lastSync: secondsOf(backend.exportLastSync) },
      options: withTokens ? openOptions(options, this.secrets) : maskOptions(options),
    };
  }
}

const secondsOf = (date: Date | null): number | null => date && Math.floor(date.getTime() / 1_000);
