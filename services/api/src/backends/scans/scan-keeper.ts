import { Injectable } from '@nestjs/common';
import { BackendScans, type IdentityRecord, type ScanPlace } from '#libs/database';
import { Logger } from '#libs/runtime';
import { invalid } from '../../http/api-problem.js';
import { problemOf } from '../../http/problem-of.js';
import { BackendViewer } from '../backend-viewer.js';
import type { BackendScanDto, ScanStateDto } from './kept-scans.dto.js';
import { ScanPresenter, type WantedScan } from './scan-presenter.js';
import { StaleFinder } from './stale-finder.js';
import { TitleScanner } from './title-scanner.js';

const HEARTBEAT_MS = 10_000;
const MOST_KEPT = 1_000;
const QUERY = { limit: MOST_KEPT, percentage: 50, method: 'similarity' } as const;

interface Found {
  readonly found: number;
  readonly result: object;
}

/** Scans servers in the background; what the last scan found is kept, and shown until the next one is done. */
@Injectable()
export class ScanKeeper {
  constructor(
    private readonly scans: BackendScans,
    private readonly viewer: BackendViewer,
    private readonly titles: TitleScanner,
    private readonly stale: StaleFinder,
    private readonly presenter: ScanPresenter,
    private readonly logger: Logger,
  ) {}

  async list(identity: IdentityRecord, name: string): Promise<ScanStateDto[]> {
    const { id } = await this.viewer.find(identity, name);
    return (await this.scans.list(id)).map((standing) => this.presenter.state(standing));
  }

  async show(identity: IdentityRecord, wanted: WantedScan): Promise<BackendScanDto> {
    const place = await this.placeOf(identity, wanted);
    return this.presenter.scan(identity, wanted, await this.scans.find(place));
  }

  /** Starts a scan, unless this one is under way already. */
  async start(identity: IdentityRecord, wanted: WantedScan): Promise<BackendScanDto> {
    const place = await this.placeOf(identity, wanted);
    if (await this.scans.begin(place)) void this.carryOut(identity, wanted, place);
    return this.show(identity, wanted);
  }

  private async placeOf(identity: IdentityRecord, { name, kind, library }: WantedScan): Promise<ScanPlace> {
    const { id } = await this.viewer.find(identity, name);
    if (kind === 'stale' && library === null)
      throw invalid([
        { field: 'library', message: 'Stale references are looked for in one library: name it.' },
      ]);
    return { backendId: id, kind, libraryId: library };
  }

  private async carryOut(identity: IdentityRecord, wanted: WantedScan, place: ScanPlace): Promise<void> {
    const beat = setInterval(() => void this.scans.beat(place).catch(() => undefined), HEARTBEAT_MS);
    try {
      const found = await this.look(identity, wanted);
      await this.scans.complete(place, found);
      this.logger.info('backend scanned', { backend: wanted.name, kind: wanted.kind, found: found.found });
    } catch (error) {
      this.logger.warn('backend scan failed', { backend: wanted.name, kind: wanted.kind, error });
      const reason = problemOf(error)?.message ?? 'Something went wrong here; the log says more.';
      await this.scans.fail(place, reason).catch(() => undefined);
    } finally {
      clearInterval(beat);
    }
  }

  private async look(identity: IdentityRecord, { name, kind, library }: WantedScan): Promise<Found> {
    if (kind === 'stale') {
      const result = await this.stale.look(identity, { name, libraryId: library ?? '' });
      return { found: result.counts.stale, result };
    }
    const place = { name, libraryId: library };
    const pages =
      kind === 'unmatched'
        ? this.titles.unmatched(identity, place, QUERY)
        : this.titles.mismatched(identity, place, QUERY);
    const titles: object[] = [];
    let found = 0;
    for await (const page of pages) {
      found += page.length;
      titles.push(...page.slice(0, MOST_KEPT - titles.length));
    }
    return { found, result: { titles } };
  }
}
