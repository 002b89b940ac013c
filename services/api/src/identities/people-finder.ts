import { Injectable } from '@nestjs/common';
import { BackendError, type MediaServerClient, type RemoteUserDetails } from '#libs/backends';
import { identityNameOf, matchPeople, type ServerPerson } from '#libs/core';
import { type BackendRecord, Backends, Identities } from '#libs/database';
import { ServerCaller } from '../backends/server-caller.js';
import type { FailedBackendDto, MemberDto, PeopleMappingDto, ProvisionPreviewDto } from './identities.dto.js';
import { MappingFile } from './mapping-file.js';

/** The lists of users are asked for again after so long (F170). */
const REMEMBERED_MS = 300_000;

export interface Account extends ServerPerson {
  readonly source: BackendRecord;
  readonly isProtected: boolean;
}

interface Found {
  readonly at: number;
  readonly sources: readonly BackendRecord[];
  readonly accounts: readonly Account[];
  readonly failed: readonly FailedBackendDto[];
}

export interface Grouping {
  readonly found: Found;
  readonly matched: readonly { readonly identity: string; readonly members: readonly Account[] }[];
  readonly preview: ProvisionPreviewDto;
}

/** Who has accounts on the main identity's servers, and who of them is one person. Changes nothing. */
@Injectable()
export class PeopleFinder {
  private remembered: Found | null = null;

  constructor(
    private readonly identities: Identities,
    private readonly backends: Backends,
    private readonly caller: ServerCaller,
    private readonly mapping: MappingFile,
  ) {}

  /** `mapping` of the call wins over the stored one. */
  async group({
    force = false,
    allowSingle = false,
    onlyMapped = false,
    mapping,
  }: GroupWish = {}): Promise<Grouping> {
    const stored = await this.mapping.read();
    const found = await this.accounts(force);
    const isSingle = allowSingle || found.sources.length === 1;
    const { matched, unmatched, suggestions } = matchPeople(found.accounts, {
      mapping: (mapping ?? stored)?.identities ?? [],
      allowSingle: isSingle,
      onlyMapped,
    });
    const names = new Set((await this.identities.list()).map(({ name }) => name));
    const preview = {
      has_identities: names.size > 1,
      has_mapping: stored !== null,
      backends: found.sources.map(({ name }) => name),
      matched: matched.map(({ identity, members }) => ({
        identity,
        exists: names.has(identity),
        members: members.map(toMember),
      })),
      unmatched: unmatched.map(toMember),
      suggestions: suggestions.map(({ person, identity, similarity }) => ({
        member: toMember(person),
        identity,
        similarity: Math.round(similarity * 100) / 100,
      })),
      failed: found.failed,
      expires: new Date(found.at + REMEMBERED_MS).toISOString(),
    };
    return { found, matched, preview };
  }

  private async accounts(force: boolean): Promise<Found> {
    const known = this.remembered;
    const main = await this.identities.find('main');
    const sources = main ? await this.backends.list(main.id) : [];
    const isGood =
      known !== null && Date.now() - known.at < REMEMBERED_MS && sameSources(known.sources, sources);
    if (isGood && !force) return known;
    const answers = await Promise.all(sources.map((source) => this.ask(source)));
    const accounts = answers.flatMap((answer) => ('accounts' in answer ? answer.accounts : []));
    const failed = answers.flatMap((answer) => ('message' in answer ? [answer] : []));
    const found = { at: Date.now(), sources, accounts, failed };
    // What one server did not answer is asked again the next time.
    this.remembered = failed.length === 0 ? found : null;
    return found;
  }

  /** Everybody but the account that the main identity itself has there (ID-10). */
  private async ask(source: BackendRecord): Promise<{ accounts: Account[] } | FailedBackendDto> {
    try {
      const users = await usersOf(this.caller.client(source));
      const others = users.filter(({ id, disabled }) => id !== source.userId && !disabled);
      return {
        accounts: others.map(({ id, name, protected: isProtected }) => ({
          source,
          backend: source.name,
          id,
          name,
          isProtected,
        })),
      };
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      return { backend: source.name, message: error.message };
    }
  }
}

interface GroupWish {
  readonly force?: boolean;
  readonly allowSingle?: boolean;
  readonly onlyMapped?: boolean;
  readonly mapping?: PeopleMappingDto | undefined;
}

export const toMember = ({ source, backend, id, name, isProtected }: Account): MemberDto => ({
  backend,
  type: source.type,
  id,
  username: identityNameOf(name),
  real_name: name,
  protected: isProtected,
});

const sameSources = (known: readonly BackendRecord[], now: readonly BackendRecord[]): boolean =>
  settingsOf(known) === settingsOf(now);

const settingsOf = (records: readonly BackendRecord[]): string =>
  JSON.stringify(
    records.map(({ id, name, url, sealedToken, userId }) => [id, name, url, sealedToken, userId]),
  );

type User = Pick<RemoteUserDetails, 'id' | 'name' | 'disabled' | 'protected'>;

async function usersOf(client: MediaServerClient): Promise<readonly User[]> {
  try {
    return await client.inspect.users();
  } catch (error) {
    if (!(error instanceof BackendError) || error.key !== 'unsupported-version') throw error;
    return (await client.users()).map(({ id, name }) => ({ id, name, disabled: false, protected: false }));
  }
}
