import { Injectable } from '@nestjs/common';
import { Backends, type IdentityRecord, PlaylistRuns, Playlists } from '#libs/database';
import { Logger } from '#libs/runtime';
import { conflict, invalid, missing } from '../http/api-problem.js';
import { pagingOf, slice, type PageQuery } from '../http/paging.js';
import { present } from '../http/present.js';
import { RunBell } from '../runs/run-bell.js';
import type { StartedRunDto } from '../runs/runs.dto.js';
import { toPlaylist, toPlaylistChange, toPlaylistDetail, toSyncTimes } from './playlist.presenter.js';
import type {
  PlaylistChangePageDto,
  PlaylistChangesQuery,
  PlaylistDetailDto,
  PlaylistPageDto,
  PlaylistSyncDto,
} from './playlists.dto.js';

/** Shows the playlists of a person, and has them made the same everywhere. */
@Injectable()
export class PlaylistDesk {
  constructor(
    private readonly playlists: Playlists,
    private readonly runs: PlaylistRuns,
    private readonly backends: Backends,
    private readonly bell: RunBell,
    private readonly logger: Logger,
  ) {}

  async list({ id: identityId }: IdentityRecord, query: PageQuery): Promise<PlaylistPageDto> {
    const { total, lists } = await this.playlists.list({ identityId, id: null, ...slice(query) });
    const syncs = await this.playlists.syncs(identityId);
    return {
      paging: pagingOf(total, query),
      items: lists.map(toPlaylist),
      backends: syncs.map(toSyncTimes),
    };
  }

  async show({ id: identityId }: IdentityRecord, id: number): Promise<PlaylistDetailDto> {
    const { lists } = await this.playlists.list({ identityId, id, limit: 1, offset: 0 });
    const [found] = lists;
    if (!found) throw missing('playlist', String(id));
    return toPlaylistDetail(found);
  }

  async changes(
    { id: identityId }: IdentityRecord,
    query: PlaylistChangesQuery,
  ): Promise<PlaylistChangePageDto> {
    const { total, changes } = await this.playlists.changes({
      identityId,
      playlistId: query.playlist_id ?? null,
      runId: query.run_id ?? null,
      ...slice(query),
    });
    return { paging: pagingOf(total, query), items: changes.map(toPlaylistChange) };
  }

  /** The run is stored first, then its worker is told. */
  async sync(identity: IdentityRecord, options: PlaylistSyncDto): Promise<StartedRunDto> {
    await this.checkBackends(identity, options.backends ?? []);
    const { dry_run: dryRun = false, ...others } = options;
    const added = await this.runs.add(identity.id, { dryRun, options: present(others) });
    if ('busyWith' in added)
      throw conflict('run-active', 'The playlists of this identity are being synchronised already.', {
        run_id: added.busyWith.id,
      });
    const { id } = added.run;
    this.logger.info('run started', { run: id, kind: 'playlist', identity: identity.name, dryRun });
    await this.bell.ring(added.run);
    return { run_id: id };
  }

  private async checkBackends({ id }: IdentityRecord, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const known = new Set((await this.backends.list(id)).map(({ name }) => name));
    const unknown = names.filter((name) => !known.has(name));
    if (unknown.length > 0)
      throw invalid([
        {
          field: 'backends',
          message: `There is no backend ${unknown.join(', ')}; there is ${[...known].join(', ') || 'none'}.`,
        },
      ]);
  }
}
