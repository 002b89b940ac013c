import { Injectable } from '@nestjs/common';
import type { NewBackend } from '#libs/database';
import { sealOptions } from '#libs/directory';
import { SecretBox } from '#libs/runtime';
import { TokenBroker } from './credentials/token-broker.js';
import { type Candidate, ServerCaller } from './server-caller.js';

/** A backend that its server has agreed to, ready to be stored; whoever's it will be. */
export type ProvedBackend = Omit<NewBackend, 'identityId'>;

type Switches = Pick<NewBackend, 'importEnabled' | 'exportEnabled'>;

/** The one way into the database: settings become a backend when its server says yes to address, token and user. */
@Injectable()
export class BackendProver {
  constructor(
    private readonly caller: ServerCaller,
    private readonly broker: TokenBroker,
    private readonly secrets: SecretBox,
  ) {}

  /** Takes options with their secrets in clear. Throws `ApiProblem` with the field to change. */
  async prove(candidate: Candidate, switches: Switches): Promise<ProvedBackend> {
    const { name, type, url, options = {} } = candidate;
    const { token, isLimited } = await this.broker.exchange(candidate);
    const found = await this.caller.check({ ...candidate, token });
    return {
      name,
      type,
      url,
      sealedToken: this.secrets.seal(token),
      userId: found.user.id,
      userName: found.user.name,
      uuid: found.server.uuid,
      importEnabled: switches.importEnabled,
      exportEnabled: switches.exportEnabled,
      options: sealOptions(isLimited ? { ...options, is_limited_token: true } : options, this.secrets),
    };
  }
}
