import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { ArchiveError, OldHistory } from '#libs/archive';
import { type GuidRules, readOldState, whyUnusable } from '#libs/core';
import { type BackendRecord, Backends, Identities, Runs } from '#libs/database';
import { GuidBook, isSource } from '#libs/directory';
import { DataFolder, Logger } from '#libs/runtime';
import { RunBell } from '../runs/run-bell.js';
import type { BackendsOf, OldFile } from './old-data-folder.js';
import type { ImportedHistoryDto } from './servers-file.dto.js';

type Counted = Record<'items' | 'watched' | 'in_progress' | 'unusable', number>;

interface Judged {
  readonly told: ImportedHistoryDto;
  readonly file: string;
}

const PAGE = 500;
const NONE: Counted = { items: 0, watched: 0, in_progress: 0, unusable: 0 };
const NO_SOURCE =
  'No backend of this person is imported from, so nobody can tell it; switch one on and take it again.';

/** Takes over what each person had watched: counted first, then handed to the importer as runs, one for each backend. */
@Injectable()
export class OldHistories {
  constructor(
    private readonly identities: Identities,
    private readonly backends: Backends,
    private readonly runs: Runs,
    private readonly bell: RunBell,
    @Inject(GuidBook) private readonly guids: GuidBook,
    private readonly own: DataFolder,
    private readonly logger: Logger,
  ) {}

  async judge(files: ReadonlyMap<string, OldFile>, backendsOf: BackendsOf): Promise<Judged[]> {
    const judged: Judged[] = [];
    for (const [identity, { place, content: file }] of files) {
      const found = await this.count(file);
      const [counts, flaw] = typeof found === 'string' ? [NONE, found] : [found, null];
      const reason = flaw ?? ((await backendsOf(identity)).some(isSource) ? null : NO_SOURCE);
      const outcome = reason === null ? 'taken' : 'left';
      judged.push({ file, told: { identity, file: place, ...counts, outcome, reason, run_ids: [] } });
    }
    return judged;
  }

  /** Starts the runs. A backend that is busy with an import is named, and the same order brings the rest later. */
  async start(judged: readonly Judged[]): Promise<ImportedHistoryDto[]> {
    const told: ImportedHistoryDto[] = [];
    for (const { told: one, file } of judged)
      told.push(one.outcome === 'taken' ? await this.startOne(one, file) : one);
    return told;
  }

  private async startOne(told: ImportedHistoryDto, file: string): Promise<ImportedHistoryDto> {
    const person = await this.identities.find(told.identity);
    const backends = person ? (await this.backends.list(person.id)).filter(isSource) : [];
    const sources = backends.map(({ name }) => name);
    const started = await Promise.all(backends.map((backend) => this.add(backend, { file, sources })));
    const busy = backends.filter((_, index) => started[index] === null).map(({ name }) => name);
    const reason =
      busy.length === 0
        ? null
        : `Busy with another import: ${busy.join(', ')}. Take it again when that is over.`;
    return Object.assign({}, told, { reason, run_ids: started.filter((id) => id !== null) });
  }

  private async add(
    backend: BackendRecord,
    old: { readonly file: string; readonly sources: readonly string[] },
  ): Promise<string | null> {
    const { id: backendId, identityId, name: backendName } = backend;
    const added = await this.runs.add({
      ...{ kind: 'import', identityId, backendId, backendName },
      ...{ mode: 'full', dryRun: false, options: { old } },
    });
    if ('busyWith' in added) return null;
    this.logger.info('run started', { run: added.run.id, kind: 'import', backend: backendName, old: true });
    await this.bell.ring(added.run);
    return added.run.id;
  }

  /** A sentence when it cannot be read. It reads a page at a time, so that nobody else has to wait. */
  private async count(file: string): Promise<Counted | string> {
    let history: OldHistory | null = null;
    try {
      history = OldHistory.open(join(this.own.root, file));
      return await countIn(history, this.guids.rules('plex'));
    } catch (error) {
      if (error instanceof ArchiveError) return error.message;
      throw error;
    } finally {
      history?.close();
    }
  }
}

async function countIn(history: OldHistory, rules: GuidRules): Promise<Counted> {
  const counted = { ...NONE };
  const reading = { sources: ['-'], now: Math.floor(Date.now() / 1_000), rules } as const;
  for (let page = history.page(0, PAGE); page.rows.length > 0; page = history.page(page.after, PAGE)) {
    for (const row of page.rows) {
      const item = readOldState(row, reading)?.item;
      if (!item || whyUnusable(item) !== null) counted.unusable += 1;
      else {
        counted.items += 1;
        counted.watched += item.watched ? 1 : 0;
        counted.in_progress += item.positionMs > 0 ? 1 : 0;
      }
    }
    await setImmediate();
  }
  return counted;
}
