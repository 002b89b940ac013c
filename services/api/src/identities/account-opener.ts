import { Injectable } from '@nestjs/common';
import type { BackendOptions, BackendRecord } from '#libs/database';
import { openOptions } from '#libs/directory';
import { SecretBox } from '#libs/runtime';
import { BackendProver, type ProvedBackend } from '../backends/backend-prover.js';
import { ApiProblem } from '../http/api-problem.js';
import { TokenIssuer } from '../plex-auth/token-issuer.js';
import type { Account } from './people-finder.js';

/** What belongs to one account and is never copied to another. */
const PERSONAL = new Set([
  'PLEX_USER_PIN',
  'plex_user_uuid',
  'plex_user_name',
  'is_limited_token',
  'ALT_NAME',
  'ALT_ID',
]);

/** Makes of somebody's account on a main backend a backend of that person, with a token that acts for nobody else. */
@Injectable()
export class AccountOpener {
  constructor(
    private readonly issuer: TokenIssuer,
    private readonly prover: BackendProver,
    private readonly secrets: SecretBox,
  ) {}

  /** Asks the servers; throws `ApiProblem` with the reason when the account cannot be used. */
  async open(
    account: Account,
    { identity, pin }: { readonly identity: string; readonly pin: string | null },
  ): Promise<ProvedBackend> {
    const { source, id } = account;
    const token = await this.token(account, pin);
    const name = backendNameOf(source, identity);
    const { type, url, uuid } = source;
    const options = {
      ...openOptions(sharedOptions(source.options), this.secrets),
      ...{ ALT_NAME: source.name, ALT_ID: source.userId },
      ...(type === 'plex' ? this.plexSecrets(source, pin) : {}),
    };
    return this.prover.prove(
      { type, identityName: identity, name, url, token, user: id, uuid, options },
      source,
    );
  }

  /** Whose a person's token is, only the server's owner can tell; and it is made anew only with the PIN. */
  private plexSecrets(source: BackendRecord, pin: string | null): BackendOptions {
    const { ADMIN_TOKEN: owner = this.secrets.open(source.sealedToken) } = openOptions(
      source.options,
      this.secrets,
    );
    return { ADMIN_TOKEN: owner, ...(pin === null ? {} : { PLEX_USER_PIN: pin }) };
  }

  /** Plex gives each person a token; on the others the main one may act for a user (ID-12). */
  private async token({ source, id, name, isProtected }: Account, pin: string | null): Promise<string> {
    if (source.type !== 'plex') return this.secrets.open(source.sealedToken);
    if (isProtected && pin === null)
      throw new ApiProblem(400, 'pin-needed', `The Plex account of ${name} needs its PIN.`);
    const { token } = await this.issuer.issue(source, { id, ...(pin === null ? {} : { pin }) });
    return token;
  }
}

export const backendNameOf = ({ name }: Pick<BackendRecord, 'name'>, identity: string): string =>
  `${name}_${identity}`.slice(0, 64);

export const sharedOptions = (options: BackendOptions): BackendOptions =>
  Object.fromEntries(Object.entries(options).filter(([key]) => !PERSONAL.has(key)));
