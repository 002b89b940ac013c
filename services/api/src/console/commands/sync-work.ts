import type { ApiCaller } from '../api-caller.js';
import { importEndLine } from '#libs/core';
import type { ExitCode, Scene } from '../console-command.js';
import {
  type BackendCard,
  checkSelection,
  followRuns,
  identitiesFor,
  type RunCard,
  selectedBackends,
  type Selection,
  startRun,
  tellEnds,
} from './sync-runs.js';

interface Plan {
  readonly kind: 'import' | 'export' | 'backup';
  readonly selection: Selection;
  /** Which backends, when none is selected. */
  readonly isWanted: (backend: BackendCard) => boolean;
  readonly body: object;
  /** What is different for each backend, asked when it is started. */
  readonly bodyOf?: (api: ApiCaller, backend: string) => Promise<object>;
}

export interface Outcome {
  readonly runs: readonly RunCard[];
  /** Backends that were busy with another one. */
  readonly busy: number;
  readonly isAllWell: boolean;
}

/** The same work on each selected backend of each identity, one identity after the other. */
export class SyncWork {
  constructor(
    private readonly scene: Scene,
    private readonly plan: Plan,
  ) {}

  /** `tell` is called for each identity that had something to do. */
  async carryOut(tell: (identity: string, runs: readonly RunCard[]) => void): Promise<Outcome> {
    const work = await this.workByIdentity();
    const all: RunCard[] = [];
    let [busy, isAllWell] = [0, true];
    for (const [identity, backends] of work) {
      const started = await this.start(identity, backends);
      const runs = await followRuns(started, this.scene);
      this.complete(identity, runs);
      isAllWell = tellEnds(runs, this.scene) && isAllWell;
      busy += backends.length - started.length;
      all.push(...runs);
      if (runs.length > 0) tell(identity, runs);
    }
    if (all.length === 0 && busy === 0) this.scene.printer.notice(`There was nothing to ${this.plan.kind}.`);
    return { runs: all, busy, isAllWell };
  }

  exitCode(
    { busy, isAllWell }: Outcome,
    { isStrict, failsIfLocked }: { readonly isStrict: boolean; readonly failsIfLocked: boolean },
  ): ExitCode {
    if (isStrict && !isAllWell) return 1;
    return failsIfLocked && busy > 0 ? 1 : 0;
  }

  /** The selection is checked before anything is started. */
  private async workByIdentity(): Promise<ReadonlyMap<string, readonly BackendCard[]>> {
    const { api } = this.scene;
    const { selection, isWanted } = this.plan;
    const work = new Map<string, readonly BackendCard[]>();
    for (const identity of await identitiesFor(api, selection.user)) {
      const backends = await selectedBackends(api.about(identity), selection, isWanted);
      if (backends.length > 0) work.set(identity, backends);
    }
    checkSelection([...work.values()].flat(), selection);
    return work;
  }

  private async start(identity: string, backends: readonly BackendCard[]): Promise<string[]> {
    const { scene, plan } = this;
    const api = scene.api.about(identity);
    scene.printer.notice(`SYSTEM: Starting ${plan.kind} of '${identity}' backends.`);
    const ids = await Promise.all(
      backends.map(async ({ name }) => {
        const own = (await plan.bodyOf?.(api, name)) ?? {};
        return startRun({ api, backend: name, kind: plan.kind, body: { ...plan.body, ...own } }, scene);
      }),
    );
    return ids.filter((id) => id !== null);
  }

  private complete(identity: string, runs: readonly RunCard[]): void {
    if (runs.length === 0) return;
    const requests = runs.reduce((sum, run) => sum + run.requests, 0);
    const { printer } = this.scene;
    const tell = (): void => printer.headline(importEndLine({ identity, requests }, secondsOf(runs)));
    if (this.plan.kind === 'import') printer.knownToTaskLog(tell);
    else tell();
  }
}

/** From the first start to the last end, as the runs themselves say. */
function secondsOf(runs: readonly RunCard[]): number {
  const times = (side: 'started_at' | 'finished_at'): number[] =>
    runs.flatMap((run) => (run[side] === null ? [] : [Date.parse(run[side])]));
  const [begun, ended] = [times('started_at'), times('finished_at')];
  if (begun.length === 0 || ended.length === 0) return 0;
  return Math.max(0, Math.max(...ended) - Math.min(...begun)) / 1_000;
}
