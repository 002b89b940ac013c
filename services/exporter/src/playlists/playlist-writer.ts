import { Injectable } from '@nestjs/common';
import { BackendError } from '#libs/backends';
import { Backends, PlaylistWrites, type LeftCopy, type OpenListWrite, type WriteEnd } from '#libs/database';
import { Logger } from '#libs/runtime';
import { RunCancelled } from '../exports/export-failure.js';
import { isWorthAnotherTry } from '../exports/run-exporter.js';
import { ListMaker } from './list-maker.js';
import { requestsOf, type Party, type PlaylistCursor, type PlaylistWork } from './playlist-work.js';

interface Job {
  /** Null while nothing is planned yet. */
  readonly cursor: PlaylistCursor | null;
  readonly isLastAttempt: boolean;
}

type End = WriteEnd & { readonly left: LeftCopy | null };

const failed = (reason: string): End => ({ status: 'failed', reason, left: null });

const STEPS = {
  create: { written: 'added' },
  replace: { written: 'updated' },
  delete: { written: 'updated' },
} as const;

/** Carries out planned writes, one after the other; a server that is away holds up its own writes only. */
@Injectable()
export class PlaylistWriter {
  constructor(
    private readonly writes: PlaylistWrites,
    private readonly backends: Backends,
    private readonly maker: ListMaker,
    private readonly logger: Logger,
  ) {}

  /** Brings to an end what a killed run left half done, before anything is read. */
  async finishLeftovers(work: PlaylistWork, job: Job): Promise<void> {
    const ids = work.parties.filter(({ isTarget }) => isTarget).map(({ backend }) => backend.id);
    await this.carryOutAll(await this.writes.leftovers(work.run.id, ids), work, job);
  }

  async writeAll(work: PlaylistWork, job: Job): Promise<void> {
    await this.carryOutAll(await this.writes.open(work.run.id), work, job);
  }

  /** Throws the first passing failure when all else is done. */
  private async carryOutAll(writes: readonly OpenListWrite[], work: PlaylistWork, job: Job): Promise<void> {
    const away = new Map<number, BackendError>();
    for (const write of writes) {
      work.signal.throwIfAborted();
      if (away.has(write.backendId)) continue;
      const failure = await this.carryOut(write, work, job);
      if (failure) away.set(write.backendId, failure);
    }
    const [first] = away.values();
    if (first) throw first;
  }

  /** The failure that may pass, so that the write waits for the next attempt. */
  private async carryOut(write: OpenListWrite, work: PlaylistWork, job: Job): Promise<BackendError | null> {
    const before = requestsOf(work.parties);
    let end: End;
    try {
      end = await this.endOf(write, work);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      this.logger.warn('playlist not written', { backend: write.backendName, reason: error.key });
      await this.backends.recordHealth(write.backendId, error);
      if (isWorthAnotherTry(error, work.run, job.isLastAttempt)) return error;
      // Whether the server made the list is unknown: the next run looks, and finishes or forgets it.
      if (error.remedy.retry !== 'never') return error;
      end = failed(error.key);
    }
    const requests = requestsOf(work.parties) - before;
    await this.settle(write, end, { work, job, requests });
    return null;
  }

  private async endOf(write: OpenListWrite, { parties }: PlaylistWork): Promise<End> {
    const party = parties.find(({ backend }) => backend.id === write.backendId);
    const refusal = party ? await this.refusalOf(write, party) : 'export-off';
    if (refusal !== null || !party) return failed(refusal ?? 'export-off');
    return write.after ? this.maker.make(write, write.after, party) : this.maker.remove(write, party);
  }

  /** What a person allows counts at the moment of the write. */
  private async refusalOf(write: OpenListWrite, party: Party): Promise<string | null> {
    const now = await this.backends.byId(party.backend.id);
    if (!now || now.accountGeneration !== write.accountGeneration) return 'account-changed';
    return now.exportEnabled ? null : 'export-off';
  }

  private async settle(
    write: OpenListWrite,
    end: End,
    { work, job, requests }: { readonly work: PlaylistWork; readonly job: Job; readonly requests: number },
  ): Promise<void> {
    const count = end.status === 'written' ? STEPS[write.action].written : end.status;
    const tally = end.status === 'skipped' && end.reason ? { [`skipped.${end.reason}`]: 1 } : {};
    this.logger.info('playlist settled', {
      ...{ backend: write.backendName, title: write.title, action: write.action, rule: write.rule },
      ...{ status: end.status, reason: end.reason },
    });
    const step = { done: 1, requests, counts: { [count]: 1 }, tally };
    const isCancelAsked = await this.writes.settle(write, end, {
      runId: work.run.id,
      step,
      cursor: job.cursor,
    });
    if (isCancelAsked) throw new RunCancelled();
  }
}
