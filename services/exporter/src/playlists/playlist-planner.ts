import { Injectable } from '@nestjs/common';
import { BackendError } from '#libs/backends';
import {
  isLive,
  isPresent,
  LIST_GUARD,
  mustAskForLists,
  planList,
  regroup,
  type AppError,
  type ListBackend,
  type ListCopy,
  type ListPlan,
  type ListStep,
  type Tally,
} from '#libs/core';
import {
  Backends,
  PlaylistMemory,
  type DecidedList,
  type NewListWrite,
  type RememberedCopy,
} from '#libs/database';
import { Logger } from '#libs/runtime';
import { RunCancelled } from '../exports/export-failure.js';
import { ExporterConfig } from '../exporter.config.js';
import { ItemResolver } from './item-resolver.js';
import { PlaylistReader, type ReadList } from './playlist-reader.js';
import { requestsOf, type Party, type PlaylistCursor, type PlaylistWork } from './playlist-work.js';

interface Reading {
  readonly lists: ReadonlyMap<number, readonly ReadList[]>;
  readonly failures: readonly { readonly party: Party; readonly error: AppError }[];
}

interface Decided {
  readonly lists: readonly DecidedList[];
  readonly doubles: number;
}

/** Reads the lists of all backends, decides which version of each wins, and keeps that with the plan in one step. */
@Injectable()
export class PlaylistPlanner {
  constructor(
    private readonly memory: PlaylistMemory,
    private readonly backends: Backends,
    private readonly reader: PlaylistReader,
    private readonly items: ItemResolver,
    private readonly config: ExporterConfig,
    private readonly logger: Logger,
  ) {}

  /** Throws the first failure when no backend could be read at all. */
  async plan(work: PlaylistWork): Promise<PlaylistCursor> {
    const { run, parties } = work;
    const known = await this.items.renewed(await this.memory.load(run.identityId));
    const reading = await this.read(work, known);
    const [first] = reading.failures;
    if (first && reading.failures.length === parties.length) throw first.error;
    const decided = await this.decide(work, known, reading);
    const writes = decided.lists.flatMap((list) => writesOf(list, parties));
    const cursor: PlaylistCursor = {
      phase: 'write',
      mustAsk: this.mustAsk(decided.lists, [...reading.lists.keys()]),
      unread: reading.failures.map(({ party }) => party.backend.name),
    };
    const step = { done: 0, requests: requestsOf(parties), ...countsOf(decided) };
    const isCancelAsked = await this.memory.keep({
      ...{ identityId: run.identityId, runId: run.id, isRehearsal: run.dryRun },
      ...{ lists: decided.lists, writes, cursor, step },
      generations: new Map(parties.map(({ backend }) => [backend.id, backend.accountGeneration])),
      read: [...reading.lists.keys()],
    });
    if (isCancelAsked) throw new RunCancelled();
    return cursor;
  }

  private async read(
    { run, parties, signal }: PlaylistWork,
    known: readonly RememberedCopy[],
  ): Promise<Reading> {
    const lists = new Map<number, readonly ReadList[]>();
    const failures: { party: Party; error: AppError }[] = [];
    for (const party of parties) {
      signal.throwIfAborted();
      const { backend } = party;
      try {
        const own = known.filter(({ backendId }) => backendId === backend.id);
        const force = run.dryRun || run.options.force === true;
        lists.set(backend.id, await this.reader.read(party, { known: own, force }));
        await this.backends.recordHealth(backend.id, null);
      } catch (error) {
        if (!(error instanceof BackendError)) throw error;
        this.logger.warn('playlists not read', { backend: backend.name, reason: error.key });
        await this.backends.recordHealth(backend.id, error);
        failures.push({ party, error });
      }
    }
    return { lists, failures };
  }

  private async decide(
    { run, parties }: PlaylistWork,
    known: readonly RememberedCopy[],
    { lists: readings }: Reading,
  ): Promise<Decided> {
    const { copies, doubles } = regroup(known, readings, Math.floor(Date.now() / 1_000));
    const backends: readonly ListBackend[] = parties.map(({ backend, isSource, isTarget }) => ({
      ...{ id: backend.id, name: backend.name, isSource, isTarget },
      isRead: readings.has(backend.id),
    }));
    const itemIds = copies.flatMap(({ entries }) => entries.flatMap(({ itemId }) => itemId ?? []));
    const targets = backends.filter(({ isTarget }) => isTarget).map(({ id }) => id);
    const remoteIdOf = await this.memory.placesOf(targets, itemIds);
    const marks = marksOf(known, readings);
    const lists = [...grouped(copies)].map(([listId, own]): DecidedList => {
      const plan = planList(own, { backends, remoteIdOf, force: run.options.force === true });
      const kept = own.map((copy) => ({ ...settledBy(plan, copy), mark: marks.get(idOf(copy)) ?? null }));
      const via = backends.find(({ id }) => id === plan.winner?.backendId)?.name ?? null;
      return { listId, copies: kept, plan, via };
    });
    return { lists, doubles: doubles.length };
  }

  private mustAsk(lists: readonly DecidedList[], readIds: readonly number[]): boolean {
    const limits = {
      ...LIST_GUARD,
      maxChanges: Math.min(LIST_GUARD.maxChanges, this.config.WS_GUARD_MAX_CHANGES),
    };
    const targets = readIds.map((id) => ({
      deletions: lists.filter(({ plan }) => isDeletion(plan.steps.get(id))).length,
      lists: lists.filter(({ copies }) => copies.some((copy) => isOn(copy, id) && isPresent(copy))).length,
    }));
    return mustAskForLists({ targets, sources: readIds.map((id) => lossOf(lists, id)) }, limits);
  }
}

const isOn = (copy: ListCopy, backendId: number): boolean =>
  copy.backendId === backendId && copy.hindrance === null;

const isDeletion = (step: ListStep | undefined): boolean =>
  step?.kind === 'write' && step.action === 'delete';

/** What one backend lost and is not gone elsewhere yet, whichever run noticed it, of all that it had. */
function lossOf(
  lists: readonly DecidedList[],
  backendId: number,
): { readonly had: number; readonly gone: number } {
  const gone = lists.filter(
    ({ copies, plan }) =>
      copies.some((copy) => isOn(copy, backendId) && !isLive(copy)) &&
      [...plan.steps.values()].some(isDeletion),
  ).length;
  const live = lists.filter(({ copies }) =>
    copies.some((copy) => isOn(copy, backendId) && isLive(copy)),
  ).length;
  return { had: live + gone, gone };
}

const idOf = ({ backendId, remoteId }: { readonly backendId: number; readonly remoteId: string }): string =>
  `${backendId}\n${remoteId}`;

function grouped(copies: readonly ListCopy[]): ReadonlyMap<number, readonly ListCopy[]> {
  const lists = new Map<number, ListCopy[]>();
  for (const copy of copies) lists.set(copy.listId, [...(lists.get(copy.listId) ?? []), copy]);
  return lists;
}

function marksOf(
  known: readonly RememberedCopy[],
  readings: Reading['lists'],
): ReadonlyMap<string, string | null> {
  const marks = new Map(known.map((copy) => [idOf(copy), copy.mark]));
  for (const [backendId, lists] of readings)
    for (const { remoteId, mark } of lists) marks.set(idOf({ backendId, remoteId }), mark);
  return marks;
}

function settledBy({ steps }: ListPlan, copy: ListCopy): ListCopy {
  const step = steps.get(copy.backendId);
  return step?.kind === 'settled' && step.copy.remoteId === copy.remoteId ? step.copy : copy;
}

function writesOf({ listId, plan, copies }: DecidedList, parties: readonly Party[]): NewListWrite[] {
  return [...plan.steps].flatMap(([backendId, step]) => {
    const backend = parties.find((party) => party.backend.id === backendId)?.backend;
    if (step.kind !== 'write' || !backend) return [];
    const { action, rule, before, after, versionAt } = step;
    const title = after?.title ?? before?.title ?? copies[0]?.title ?? '';
    const { name: backendName, accountGeneration } = backend;
    return {
      listId,
      backendId,
      backendName,
      accountGeneration,
      title,
      action,
      rule,
      before,
      after,
      versionAt,
    };
  });
}

/** Lists that are the same already, and those that were left alone, with the reasons. */
function countsOf({ lists, doubles }: Decided) {
  const tally: Record<string, number> = {};
  const skipped = (because: string, count = 1): void => {
    if (count > 0) tally[`skipped.${because}`] = (tally[`skipped.${because}`] ?? 0) + count;
  };
  let unchanged = 0;
  for (const step of lists.flatMap(({ plan }) => [...plan.steps.values()])) {
    if (step.kind === 'settled') unchanged += 1;
    if (step.kind === 'skip' || (step.kind === 'settled' && step.because)) skipped(step.because ?? '');
  }
  skipped('duplicate', doubles);
  const sum = Object.values(tally).reduce((all, count) => all + count, 0);
  return { counts: { unchanged, skipped: sum }, tally: tally as Tally };
}
