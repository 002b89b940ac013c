import { expect } from 'vitest';
import type { LoggedRequest } from '#libs/testing';
import type { Api, Change, Run, RunOptions } from './api.js';
import { eventually } from './eventually.js';
import { Fakes, type ServerType } from './fakes.js';
import { RunningSystem } from './system.js';

export const SERVERS: readonly ServerType[] = ['plex', 'jellyfin', 'emby'];

export const now = (): number => Math.floor(Date.now() / 1_000);

/** Two things that must not have the same date lie a second apart: servers date by the second. */
export async function nextSecond(): Promise<void> {
  const before = now();
  await eventually('the clock moves on', () => now() > before);
}

export interface Row {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly season: number | null;
  readonly episode: number | null;
  readonly watched: boolean;
  readonly updated: number | null;
  readonly via: string;
  readonly progress: number | null;
  readonly guids: Readonly<Record<string, string>>;
  readonly parent: Readonly<Record<string, string>>;
  readonly metadata: Readonly<
    Record<
      string,
      {
        readonly id: string;
        readonly watched: boolean;
        readonly added_at: string | null;
        readonly played_at: string | null;
        readonly progress: number | null;
        readonly in_sync: boolean;
        readonly guids: Readonly<Record<string, string>>;
      }
    >
  >;
}

/** What a round left behind. */
export interface Round {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly imports: readonly Run[];
  readonly rows: readonly Row[];
  readonly changes: readonly Change[];
  readonly writes: Readonly<Record<ServerType, readonly LoggedRequest[]>>;
}

/** A person's three servers under one running system, all imported and exported. */
export class ThreeServers {
  private constructor(
    readonly fakes: Fakes,
    readonly system: RunningSystem,
    readonly api: Api,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<ThreeServers> {
    const fakes = await Fakes.start('none');
    const system = await RunningSystem.start({ env: { ...fakes.env, ...env } });
    const stage = new ThreeServers(fakes, system, system.api());
    for (const type of SERVERS) await stage.api.addBackend(fakes.backend(type));
    return stage;
  }

  async stop(): Promise<void> {
    await this.system.dispose();
    await this.fakes.stop();
  }

  /** Imports one server after the other. */
  async import(types: readonly ServerType[] = SERVERS, options: RunOptions = {}): Promise<Run[]> {
    const runs: Run[] = [];
    for (const type of types) runs.push(await this.succeeded('import', type, options));
    return runs;
  }

  async export(types: readonly ServerType[] = SERVERS, options: RunOptions = {}): Promise<Run[]> {
    const runs: Run[] = [];
    for (const type of types) runs.push(await this.succeeded('export', type, options));
    return runs;
  }

  /** Imports all, and waits until the pushes that follow from it are through. */
  async round(): Promise<Round> {
    await nextSecond();
    const startedAt = now();
    for (const type of SERVERS) await this.fakes.clearRequests(type);
    const imports = await this.import();
    await this.settled();
    const lists = await Promise.all(imports.map(({ id }) => this.api.changes(id, 'perpage=200')));
    const writes = await Promise.all(SERVERS.map((type) => this.fakes.writes(type)));
    const [plex = [], jellyfin = [], emby = []] = writes;
    return {
      startedAt,
      endedAt: now(),
      imports,
      rows: await this.rows(),
      changes: lists.flatMap(({ items }) => items),
      writes: { plex, jellyfin, emby },
    };
  }

  /** No intent waits and no run is under way. */
  async settled(): Promise<void> {
    await eventually('all pushes are through', async () => {
      // In this order: an intent is taken by a run.
      if (await this.areIntentsOpen()) return false;
      const pages = await Promise.all(
        ['queued', 'running'].map((status) => this.api.get(`runs?status=${status}&perpage=1`)),
      );
      return pages.every(({ body }) => (body as { paging: { total: number } }).paging.total === 0);
    });
  }

  async rows(): Promise<Row[]> {
    const found: Row[] = [];
    for (let page = 1, last = 1; page <= last; page += 1) {
      const { body } = await this.api.get(`history?perpage=200&page=${page}`);
      const list = body as { readonly paging: { last_page: number }; readonly history: readonly Row[] };
      last = list.paging.last_page;
      found.push(...list.history);
    }
    return found;
  }

  async configure(type: ServerType, settings: Readonly<Record<string, boolean>>): Promise<void> {
    const changes = Object.entries(settings).map(([key, value]) => ({ key, value }));
    const { status, body } = await this.api.patch(`backend/${type}`, changes);
    if (status !== 200) throw new Error(`PATCH backend/${type}: ${status} ${JSON.stringify(body)}`);
  }

  private async succeeded(kind: 'import' | 'export', type: ServerType, options: RunOptions): Promise<Run> {
    const run = await this.api.carryOut(kind, type, options);
    expect(run).toMatchObject({ status: 'succeeded', error: null });
    return run;
  }

  private async areIntentsOpen(): Promise<boolean> {
    const text = await (await fetch(this.system.management('exporter', '/metrics'))).text();
    return !/^sync_open_intents 0$/m.test(text);
  }
}
