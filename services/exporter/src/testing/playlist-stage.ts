import { randomUUID } from 'node:crypto';
import { itemKeys } from '#libs/core';
import {
  Backends,
  ImportPages,
  PlaylistMemory,
  PlaylistRuns,
  Playlists,
  Runs,
  type BackendRecord,
  type PlaylistChange,
  type PlaylistRecord,
  type RunOptions,
  type RunRecord,
} from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { FakeEmby, FakeJellyfin, FakePlex, type FakeMediaServer } from '#libs/testing';
import { RunPlaylistSyncer } from '../playlists/run-playlist-syncer.js';
import { ExporterStage, job, LONG_AGO, userOf, WATCHED } from './exporter-stage.js';

const NOTHING_NEW = {
  ...{ newItems: [], changes: [], proposals: [], grown: [], restless: [] },
  step: { done: 0, counts: {}, requests: 0 },
} as const;

/** One person with a Plex, a Jellyfin and an Emby that have the same films; imported, and no list yet. */
export class PlaylistStage {
  // Of its own identity each: what one test does to a server is not remembered against the next.
  readonly plex = new FakePlex({ uuid: randomUUID().replaceAll('-', '') });
  readonly jellyfin = new FakeJellyfin({ uuid: randomUUID().replaceAll('-', '') });
  readonly emby = new FakeEmby({ uuid: randomUUID().replaceAll('-', '') });
  private readonly backends = new Map<FakeMediaServer, BackendRecord>();

  private constructor(
    readonly stage: ExporterStage,
    private readonly kinds: readonly FakeMediaServer['type'][] = ['plex', 'jellyfin', 'emby'],
  ) {}

  static async open(
    stage: ExporterStage,
    options: {
      readonly films?: number;
      /** All three, unless some are enough. */
      readonly kinds?: readonly FakeMediaServer['type'][];
      readonly changes?: Partial<Record<FakeMediaServer['type'], Partial<BackendRecord>>>;
    } = {},
  ): Promise<PlaylistStage> {
    const own = new PlaylistStage(stage, options.kinds);
    await stage.newPerson();
    for (const server of own.servers) {
      await server.start();
      for (let number = 1; number <= (options.films ?? 4); number += 1) own.addFilm(server, number);
      own.backends.set(server, await stage.backendOn(server, options.changes?.[server.type] ?? {}));
      await own.importFrom(server);
    }
    return own;
  }

  get servers(): readonly FakeMediaServer[] {
    return [this.plex, this.jellyfin, this.emby].filter(({ type }) => this.kinds.includes(type));
  }

  async close(): Promise<void> {
    for (const server of this.servers) await server.stop();
  }

  backendOf(server: FakeMediaServer): BackendRecord {
    const found = this.backends.get(server);
    if (!found) throw new Error(`there is no backend on ${server.type}`);
    return found;
  }

  addFilm(server: FakeMediaServer, number: number): string {
    const about = { type: 'movie', title: `Film ${number}`, year: 2020, addedAt: LONG_AGO } as const;
    return server.add({ ...about, guids: { tmdb: String(number) } });
  }

  /** A film leaves a server, and nothing is known of it there any more. */
  async loseFilm(server: FakeMediaServer, number: number): Promise<void> {
    server.remove(server.idOf({ title: `Film ${number}` }));
    await this.stage.module.get(Backends).remove(this.backendOf(server));
    this.backends.set(server, await this.stage.backendOn(server));
    await this.importFrom(server);
  }

  /** What an import would know afterwards. */
  async importFrom(server: FakeMediaServer): Promise<void> {
    const { module } = this.stage;
    const backend = this.backendOf(server);
    const { client } = module.get(ServerDirectory).contact(backend);
    const memory = module.get(PlaylistMemory);
    for (const library of await client.libraries()) {
      if (!library.supported) continue;
      const { items } = await client.page(library, { offset: 0, limit: 1_000 });
      for (const report of items) {
        const keys = itemKeys(report);
        const id = await memory.itemByKeys(backend.identityId, keys);
        const item = id === null ? { isNew: 0 } : { id };
        const seen = [{ remoteId: report.id, part: 0, fingerprint: 'f', isEcho: false, report, item }];
        const newItems = id === null ? [{ report, truth: WATCHED, keys, rule: 'test' }] : [];
        await module
          .get(ImportPages)
          .apply(
            this.stage.context(backend),
            { remoteIds: [report.id], keys },
            { cursor: null, decide: () => ({ ...NOTHING_NEW, newItems, seen }) },
          );
      }
    }
  }

  /** A person makes a list of these films, in this order. */
  // eslint-disable-next-line no-restricted-syntax -- a test reads best as one line: where, what, of which, when
  make(server: FakeMediaServer, title: string, films: readonly number[], at = LONG_AGO): string {
    return server.playlists.make(userOf(server), { title, itemIds: this.idsOf(server, films), at });
  }

  // eslint-disable-next-line no-restricted-syntax -- as above
  edit(server: FakeMediaServer, id: string, films: readonly number[], at?: number): void {
    server.playlists.edit(id, { itemIds: this.idsOf(server, films), ...(at === undefined ? {} : { at }) });
  }

  idsOf(server: FakeMediaServer, films: readonly number[]): readonly string[] {
    return films.map((number) => server.idOf({ title: `Film ${number}` }));
  }

  /** Titles with the numbers of their films, as the person sees them there. */
  shown(server: FakeMediaServer): readonly string[] {
    const numbers = new Map<string, number>();
    for (let number = 1; number <= 30; number += 1)
      try {
        numbers.set(server.idOf({ title: `Film ${number}` }), number);
      } catch {
        // This server does not have it.
      }
    return server.playlists
      .of(userOf(server))
      .map(({ title, itemIds }) => `${title}: ${itemIds.map((id) => numbers.get(id)).join(' ')}`)
      .sort();
  }

  async begin(options: RunOptions & { readonly dryRun?: boolean } = {}): Promise<RunRecord> {
    const { dryRun = false, ...rest } = options;
    const added = await this.stage.module
      .get(PlaylistRuns)
      .add(this.stage.identityId, { dryRun, options: rest });
    if (!('run' in added)) throw new Error('another run is under way');
    return added.run;
  }

  async sync(options: RunOptions & { readonly dryRun?: boolean } = {}): Promise<RunRecord> {
    return this.carryOut((await this.begin(options)).id);
  }

  async carryOut(runId: string, isLastAttempt = true): Promise<RunRecord> {
    await this.stage.module.get(RunPlaylistSyncer).sync(runId, { ...job, isLastAttempt });
    return this.stage.module.get(Runs).get(runId);
  }

  async changesOf(run: RunRecord): Promise<readonly PlaylistChange[]> {
    const filter = { identityId: this.stage.identityId, playlistId: null, runId: run.id };
    const { changes } = await this.stage.module.get(Playlists).changes({ ...filter, limit: 100, offset: 0 });
    return changes.toReversed();
  }

  async lists(): Promise<readonly PlaylistRecord[]> {
    const filter = { identityId: this.stage.identityId, id: null, limit: 100, offset: 0 };
    return (await this.stage.module.get(Playlists).list(filter)).lists;
  }

  /** Calls that changed a list anywhere. */
  writes(): readonly string[] {
    return this.servers.flatMap((server) =>
      server
        .writes()
        .filter(({ path }) => /playlists|Items/i.test(path))
        .map(({ method, path }) => `${server.type} ${method} ${path}`),
    );
  }

  clearRequests(): void {
    for (const server of this.servers) server.clearRequests();
  }
}
