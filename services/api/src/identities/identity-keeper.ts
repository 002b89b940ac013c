import { Injectable } from '@nestjs/common';
import { Backends, Identities, type IdentityRecord, IdentityTaken } from '#libs/database';
import { Logger } from '#libs/runtime';
import { BackendRegistrar } from '../backends/backend-registrar.js';
import { BackendViewer } from '../backends/backend-viewer.js';
import { ApiProblem, conflict, missing } from '../http/api-problem.js';
import type {
  DeletedIdentityDto,
  IdentityChangesDto,
  IdentityDetailsDto,
  IdentityDto,
  IdentityListDto,
} from './identities.dto.js';

const FIRST = 'main';

/** Names of routes; an identity of such a name could not be asked for. */
const RESERVED = new Set(['provision']);

/** The persons whose play states are kept: added, shown, renamed, let go. */
@Injectable()
export class IdentityKeeper {
  constructor(
    private readonly identities: Identities,
    private readonly backends: Backends,
    private readonly registrar: BackendRegistrar,
    private readonly viewer: BackendViewer,
    private readonly logger: Logger,
  ) {}

  async list(): Promise<IdentityListDto> {
    const identities = await this.identities.list();
    return {
      identities: identities.map((identity) => toIdentity(identity, identity.backends)),
    };
  }

  async add(wanted: string): Promise<IdentityDto> {
    const name = free(wanted);
    return toIdentity(await unlessTaken(name, () => this.identities.add(name)), []);
  }

  async show(name: string): Promise<IdentityDetailsDto> {
    const identity = await this.find(name);
    return {
      identity: identity.name,
      backends: await this.viewer.list(identity),
      sync_rewatch: identity.syncRewatch,
      holds: await this.identities.holdings(identity),
    };
  }

  /** What is absent stays. */
  async change(name: string, { identity: wanted, sync_rewatch }: IdentityChangesDto): Promise<IdentityDto> {
    const before = await this.find(name);
    const renamed = wanted === undefined ? before : await this.rename(before, wanted);
    if (sync_rewatch !== undefined) await this.identities.setRewatch(renamed, sync_rewatch);
    const backends = await this.backends.list(renamed.id);
    return toIdentity(
      await this.find(renamed.name),
      backends.map((backend) => backend.name),
    );
  }

  private async rename(identity: IdentityRecord, wanted: string): Promise<IdentityRecord> {
    if (identity.name === FIRST) throw onlyMain('renamed');
    const to = free(wanted);
    const renamed = await unlessTaken(to, () => this.identities.rename(identity, to));
    this.logger.info('identity renamed', { identity: identity.name, to });
    return renamed;
  }

  /** Its runs are stopped and its tokens ended first; then all that belongs to it goes. */
  async remove(name: string): Promise<DeletedIdentityDto> {
    if (name === FIRST) throw onlyMain('deleted');
    const identity = await this.find(name);
    const deleted = await this.identities.holdings(identity);
    for (const backend of await this.backends.list(identity.id))
      await this.registrar.remove(identity, backend.name);
    await this.identities.remove(identity);
    this.logger.info('identity removed', { identity: name, records: deleted.records });
    return { identity: name, deleted };
  }

  async find(name: string): Promise<IdentityRecord> {
    const found = await this.identities.find(name);
    if (!found) throw missing('identity', name);
    return found;
  }
}

const toIdentity = ({ name, syncRewatch }: IdentityRecord, backends: readonly string[]): IdentityDto => ({
  identity: name,
  backends,
  sync_rewatch: syncRewatch,
});

const onlyMain = (what: string): ApiProblem =>
  new ApiProblem(403, 'main-identity', `The identity ${FIRST} cannot be ${what}.`);

function free(wanted: string): string {
  const name = wanted.toLowerCase();
  if (RESERVED.has(name)) throw conflict('identity-taken', `No identity can be called ${name}.`);
  return name;
}

async function unlessTaken<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof IdentityTaken)
      throw conflict('identity-taken', `There is an identity ${name} already.`);
    throw error;
  }
}
