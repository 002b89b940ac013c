import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type {
  DeletedIdentity,
  Identity,
  IdentityDetails,
  PeopleMapping,
  Provision,
  Provisioned,
  SyncedBackends,
} from '../../core/api/schema.gen.js';
import { IdentityChoice, MAIN_IDENTITY } from '../../core/session/identity-choice.js';

/** Adds, renames and removes persons, and makes them of the accounts on the servers. */
@Service()
export class IdentityKeeper {
  private readonly api = inject(Api);
  private readonly choice = inject(IdentityChoice);

  async add(identity: string): Promise<void> {
    await this.api.post<Identity>('identities', { identity });
    this.choice.listChanged();
  }

  async rename(before: string, identity: string): Promise<void> {
    await this.api.patch<Identity>(`identities/${encodeURIComponent(before)}`, { identity });
    if (this.choice.current() === before) this.choice.choose(identity);
    this.choice.listChanged();
  }

  /** Whether second viewings of a person are carried on; null: as the settings say for everybody. */
  async syncRewatch(identity: string, sync_rewatch: boolean | null): Promise<void> {
    await this.api.patch<Identity>(`identities/${encodeURIComponent(identity)}`, { sync_rewatch });
  }

  holdings(identity: string): Promise<IdentityDetails> {
    return this.api.get<IdentityDetails>(`identities/${encodeURIComponent(identity)}`);
  }

  async remove(identity: string): Promise<DeletedIdentity> {
    const gone = await this.api.delete<DeletedIdentity>(`identities/${encodeURIComponent(identity)}`);
    if (this.choice.current() === identity) this.choice.choose(MAIN_IDENTITY);
    this.choice.listChanged();
    return gone;
  }

  saveMapping(mapping: PeopleMapping): Promise<PeopleMapping> {
    return this.api.put<PeopleMapping>('identities/provision/mapping', mapping);
  }

  async provision(wanted: Provision): Promise<Provisioned> {
    const result = await this.api.post<Provisioned>('identities/provision', wanted);
    if (!result.dry_run) this.choice.listChanged();
    return result;
  }

  syncBackends(isRehearsal: boolean): Promise<SyncedBackends> {
    return this.api.post<SyncedBackends>('identities/provision/sync-backends', { dry_run: isRehearsal });
  }
}
