import { Injectable } from '@nestjs/common';
import { type BackendRecord, Backends, Identities } from '#libs/database';
import { Logger } from '#libs/runtime';
import { BackupStarter } from '../backups/backup-starter.js';
import type { ProvedBackend } from '../backends/backend-prover.js';
import { ApiProblem, conflict } from '../http/api-problem.js';
import { AccountOpener, backendNameOf } from './account-opener.js';
import type { PeopleMappingDto, ProvisionDto } from './identities.dto.js';
import { IdentityKeeper } from './identity-keeper.js';
import { MappingFile } from './mapping-file.js';
import { type Account, type Grouping, PeopleFinder, toMember } from './people-finder.js';
import type { FailedMemberDto, ProvisionedDto, ProvisionedIdentityDto } from './provisioned.dto.js';

interface OpenedGroup {
  readonly identity: string;
  readonly members: readonly Account[];
  readonly opened: readonly ProvedBackend[];
}

/** Makes identities, with their backends, of the people on the main identity's servers (seed command `backend:create`). */
@Injectable()
export class Provisioner {
  constructor(
    private readonly finder: PeopleFinder,
    private readonly opener: AccountOpener,
    private readonly mapping: MappingFile,
    private readonly keeper: IdentityKeeper,
    private readonly identities: Identities,
    private readonly backends: Backends,
    private readonly backups: BackupStarter,
    private readonly logger: Logger,
  ) {}

  async provision(wanted: ProvisionDto): Promise<ProvisionedDto> {
    const { mode, mapping } = wanted;
    const others = (await this.identities.list()).map(({ name }) => name).filter((name) => name !== 'main');
    if (mode === 'create' && others.length > 0) throw thereAreSome();
    const allowSingle = wanted.allow_single_backend_identities === true;
    const onlyMapped = wanted.only_mapped === true;
    const grouping = await this.finder.group({ force: true, allowSingle, onlyMapped, mapping });
    const removed = mode === 'recreate' ? others : [];
    if (wanted.dry_run === true) return { mode, dry_run: true, ...planned(grouping), removed };
    if (mapping && wanted.save_mapping === true) await this.mapping.write(mapping);
    return { mode, dry_run: false, ...(await this.carryOut(grouping, wanted, removed)), removed };
  }

  /** Nothing goes before all that is to come has been proved. */
  private async carryOut(
    grouping: Grouping,
    wanted: ProvisionDto,
    removed: readonly string[],
  ): Promise<Pick<ProvisionedDto, 'count' | 'identities' | 'failed'>> {
    const { opened, failed } = await this.openAll(grouping, wanted);
    if (removed.length > 0 && opened.length === 0) throw nobodyFound(failed);
    for (const name of removed) await this.keeper.remove(name);
    const identities: ProvisionedIdentityDto[] = [];
    for (const group of opened) identities.push(await this.store(group, wanted));
    this.logger.info('identities provisioned', { identities: identities.length, failed: failed.length });
    return { count: identities.length, identities, failed };
  }

  private async openAll(
    { matched }: Grouping,
    wanted: ProvisionDto,
  ): Promise<{ opened: OpenedGroup[]; failed: FailedMemberDto[] }> {
    const pins = pinsOf(wanted.mapping ?? (await this.mapping.read()));
    const failed: FailedMemberDto[] = [];
    const opened: OpenedGroup[] = [];
    for (const { identity, members } of matched) {
      const accounts: ProvedBackend[] = [];
      const missing = await this.missingOf(identity, members, wanted);
      for (const member of missing) {
        const account = await this.tryOpen(member, { identity, pin: pinOf(pins, member) });
        if ('message' in account)
          failed.push({ identity, backend: member.backend, message: account.message });
        else accounts.push(account);
      }
      if (accounts.length > 0 || missing.length === 0) opened.push({ identity, members, opened: accounts });
    }
    return { opened, failed };
  }

  private async missingOf(
    identity: string,
    members: readonly Account[],
    wanted: ProvisionDto,
  ): Promise<readonly Account[]> {
    const there = await Promise.all(members.map((member) => this.isThere(identity, member, wanted)));
    return members.filter((_, at) => there[at] !== true);
  }

  /** What an update finds as it should be is left alone, unless its token is to be made anew. */
  private async isThere(identity: string, { source }: Account, wanted: ProvisionDto): Promise<boolean> {
    if (wanted.mode !== 'update') return false;
    const known = await this.identities.find(identity);
    const backend = known && (await this.backends.find(known.id, backendNameOf(source, identity)));
    return backend !== null && !(wanted.regenerate_tokens === true && source.type === 'plex');
  }

  private async tryOpen(
    member: Account,
    about: { readonly identity: string; readonly pin: string | null },
  ): Promise<ProvedBackend | { readonly message: string }> {
    try {
      return await this.opener.open(member, about);
    } catch (error) {
      if (error instanceof ApiProblem) return { message: error.message };
      throw error;
    }
  }

  private async store(
    { identity: name, members, opened }: OpenedGroup,
    wanted: ProvisionDto,
  ): Promise<ProvisionedIdentityDto> {
    const identity = (await this.identities.find(name)) ?? (await this.identities.add(name));
    for (const account of opened) {
      const known = await this.backends.find(identity.id, account.name);
      const stored = known
        ? await this.renew(known, account)
        : await this.backends.add({ ...account, identityId: identity.id });
      await this.backends.recordHealth(stored.id, null);
      if (wanted.generate_backup === true && !known) await this.backups.ofRecord(stored, { keep: true });
    }
    const backends = (await this.backends.list(identity.id)).map((backend) => backend.name);
    return { identity: name, backends, members: members.map(toMember) };
  }

  private async renew(
    known: BackendRecord,
    { sealedToken, url, uuid }: ProvedBackend,
  ): Promise<BackendRecord> {
    await this.backends.change(known.id, { sealedToken, url, uuid });
    return known;
  }
}

const planned = ({ matched }: Grouping): Pick<ProvisionedDto, 'count' | 'identities' | 'failed'> => ({
  count: matched.length,
  identities: matched.map(({ identity, members }) => ({
    identity,
    backends: members.map(({ source }) => backendNameOf(source, identity)),
    members: members.map(toMember),
  })),
  failed: [],
});

const pinKey = (backend: string, username: string): string => `${backend}/${username}`;

const pinOf = (pins: ReadonlyMap<string, string>, member: Account): string | null =>
  pins.get(pinKey(member.backend, member.name)) ??
  pins.get(pinKey(member.backend, toMember(member).username)) ??
  null;

const pinsOf = (mapping: PeopleMappingDto | null): Map<string, string> =>
  new Map(
    (mapping?.identities ?? []).flatMap(({ members }) =>
      members.flatMap(({ backend, username, pin }) =>
        pin === undefined ? [] : [[pinKey(backend, username), pin] as const],
      ),
    ),
  );

const thereAreSome = (): ApiProblem =>
  conflict(
    'identities-exist',
    'There are identities already. Use the mode `update` (`--run`) to add to them, or `recreate` (`--re-create`) to remove them and begin anew.',
  );

const nobodyFound = (failed: readonly FailedMemberDto[]): ApiProblem =>
  conflict(
    'nobody-found',
    `Nothing was removed, because nobody could be taken in. ${failed[0]?.message ?? 'No accounts belong together.'}`,
  );
