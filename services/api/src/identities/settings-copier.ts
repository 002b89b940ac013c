import { Injectable } from '@nestjs/common';
import { type BackendRecord, Backends, Identities } from '#libs/database';
import { Logger } from '#libs/runtime';
import { sharedOptions } from './account-opener.js';
import type { SyncedBackendDto, SyncedBackendsDto } from './provisioned.dto.js';

/** Carries what the main identity's backends share over to the backends that came from them (ID-14). */
@Injectable()
export class SettingsCopier {
  constructor(
    private readonly identities: Identities,
    private readonly backends: Backends,
    private readonly logger: Logger,
  ) {}

  async copy(dryRun: boolean): Promise<SyncedBackendsDto> {
    const [main, ...others] = await this.identities.list();
    const sources = new Map(
      (main ? await this.backends.list(main.id) : []).map((source) => [source.name, source]),
    );
    const outcomes: SyncedBackendDto[] = [];
    for (const identity of others)
      for (const backend of await this.backends.list(identity.id))
        outcomes.push(await this.copyTo(backend, sources.get(sourceNameOf(backend)), dryRun));
    const updated = outcomes.filter(({ reason }) => reason === null);
    const skipped = outcomes.filter(({ reason }) => reason !== null);
    if (!dryRun) this.logger.info('shared settings copied', { backends: updated.length });
    return {
      dry_run: dryRun,
      updated_count: updated.length,
      skipped_count: skipped.length,
      failed_count: 0,
      updated,
      skipped,
      failed: [],
    };
  }

  private async copyTo(
    backend: BackendRecord,
    source: BackendRecord | undefined,
    dryRun: boolean,
  ): Promise<SyncedBackendDto> {
    const reason = whyNot(backend, source);
    if (reason === null && source && !dryRun) await this.update(backend, source);
    return {
      identity: backend.identityName,
      backend: backend.name,
      source_backend: source?.name ?? null,
      reason,
    };
  }

  /** The user, a Plex user's own token and PIN stay. */
  private async update(backend: BackendRecord, source: BackendRecord): Promise<void> {
    const { url, uuid, importEnabled, exportEnabled, sealedToken, type } = source;
    const personal = Object.entries(backend.options).filter(
      ([key]) => !(key in sharedOptions(backend.options)),
    );
    const options = { ...sharedOptions(source.options), ...Object.fromEntries(personal) };
    const isShared = type !== 'plex' && backend.options['is_limited_token'] !== true;
    const token = isShared ? { sealedToken } : {};
    await this.backends.change(backend.id, { url, uuid, importEnabled, exportEnabled, options, ...token });
  }
}

function sourceNameOf({ options }: BackendRecord): string {
  const name = options['ALT_NAME'];
  return typeof name === 'string' ? name : '';
}

function whyNot(backend: BackendRecord, source: BackendRecord | undefined): string | null {
  if (backend.options['ALT_NAME'] === undefined)
    return 'It did not come from a backend of the main identity.';
  if (!source) return 'The backend that it came from is no more.';
  if (source.type !== backend.type) return 'The backend that it came from is of another type now.';
  // Another server has other users: such a backend is provisioned anew.
  return source.uuid === backend.uuid
    ? null
    : 'The backend that it came from is on another server now; run an update.';
}
