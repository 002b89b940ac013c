import { Injectable } from '@nestjs/common';
import type { IdentityRecord, ScanKind, ScanRecord, ScanStanding } from '#libs/database';
import { HistoryViewer } from '../../history/history-viewer.js';
import type { BackendScanDto, ScannedTitleDto, ScanStateDto } from './kept-scans.dto.js';
import type { StaleLook } from './stale-finder.js';

const LOST = 'It ended with the process that did it. Scan again.';
const NEVER = { runningSince: null, isLost: false, failure: null, completedAt: null, found: null };

/** Which scan of which backend. */
export interface WantedScan {
  readonly name: string;
  readonly kind: ScanKind;
  /** The server's id of the only library; null for all. */
  readonly library: string | null;
}

type KeptResult = Partial<StaleLook> & { readonly titles?: readonly ScannedTitleDto[] };

/** Scans as the API shows them; items are read anew, so that what was removed since is gone from an old result, too. */
@Injectable()
export class ScanPresenter {
  constructor(private readonly history: HistoryViewer) {}

  state(standing: ScanStanding): Pick<ScanStateDto, keyof ScanStateDto> {
    return {
      kind: standing.kind,
      library: standing.libraryId,
      running_since: standing.runningSince?.toISOString() ?? null,
      failure: standing.isLost ? LOST : standing.failure,
      completed_at: standing.completedAt?.toISOString() ?? null,
      found: standing.found,
    };
  }

  async scan(
    identity: IdentityRecord,
    { name, kind, library }: WantedScan,
    record: ScanRecord | null,
  ): Promise<BackendScanDto> {
    const { titles = [], library: shelf, counts, ids = [] } = (record?.result ?? {}) as KeptResult;
    const state = this.state(record ?? { kind, libraryId: library, ...NEVER });
    if (!counts || !shelf) return { ...state, titles, stale: null };
    const items = (await this.history.showAll(identity, ids)).filter(({ reported_by: by }) =>
      by.includes(name),
    );
    return { ...state, titles, stale: { backend: { name, library: shelf }, counts, items } };
  }
}
