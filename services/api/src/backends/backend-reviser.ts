import { Injectable } from '@nestjs/common';
import type { BackendChanges, BackendOptions, BackendRecord } from '#libs/database';
import { MASK, openOptions } from '#libs/directory';
import { SecretBox } from '#libs/runtime';
import { BackendProver } from './backend-prover.js';
import { OPTIONS } from './options/option-catalogue.js';
import { valueAt, withValueAt } from './options/option-path.js';

/** Every setting of a backend but its name and type. */
export interface WholeBackend {
  readonly url: string;
  /** Null keeps the stored one. */
  readonly token: string | null;
  /** Null keeps the stored one. */
  readonly user: string | null;
  readonly importEnabled: boolean;
  readonly exportEnabled: boolean;
  readonly options: BackendOptions;
}

/** Says what a stored backend becomes when all its settings are given anew, once its server has agreed. */
@Injectable()
export class BackendReviser {
  constructor(
    private readonly prover: BackendProver,
    private readonly secrets: SecretBox,
  ) {}

  /** Throws `ApiProblem` with the field to change. An option that is not given is gone, but for those that are kept by us. */
  async revise(record: BackendRecord, wanted: WholeBackend): Promise<BackendChanges> {
    const { type, identityName, name, uuid } = record;
    const stored = openOptions(record.options, this.secrets);
    const proved = await this.prover.prove(
      {
        ...{ type, identityName, name, uuid, url: wanted.url },
        token: wanted.token ?? this.secrets.open(record.sealedToken),
        user: wanted.user ?? record.userId,
        options: { ...keptOf(stored, wanted), ...withSecrets(wanted.options, stored) },
      },
      wanted,
    );
    const { url, userId, userName, importEnabled, exportEnabled, options, sealedToken } = proved;
    return { url, userId, userName, importEnabled, exportEnabled, options, sealedToken };
  }
}

/** A token that came from a sign-in stays one; a new token is looked at anew. */
function keptOf(stored: BackendOptions, { token }: WholeBackend): BackendOptions {
  return OPTIONS.filter(({ key, isKept }) => isKept && (token === null || key !== 'options.is_limited_token'))
    .map(({ key }) => ({ key, value: valueAt(stored, key) }))
    .filter(({ value }) => value !== undefined)
    .reduce<BackendOptions>((options, { key, value }) => withValueAt(options, key, value), {});
}

/** What was read as `***` may be written back; it means the secret that is stored. */
const withSecrets = (given: BackendOptions, stored: BackendOptions): BackendOptions =>
  Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, value === MASK ? stored[key] : value] as const),
  );
