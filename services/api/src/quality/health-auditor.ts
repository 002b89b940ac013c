import { Injectable } from '@nestjs/common';
import { HEALTH_WEIGHTS, healthOf, type HealthStatus } from '#libs/core';
import {
  type AuditedRecord,
  Backends,
  type HealthFinding,
  type HealthReport,
  type IdentityRecord,
  MediaHealth,
} from '#libs/database';
import { Logger, SettingsReader } from '#libs/runtime';
import { ApiProblem } from '../http/api-problem.js';
import { pagingOf, slice } from '../http/paging.js';
import { FileLooker } from './file-looker.js';
import type { HealthItemsQuery, HealthPageDto, HealthReportDto, MediaHealthDto } from './health.dto.js';

const PAGE = 500;

/** Audits the records of a person, in the background and from what is stored; no media server is asked. */
@Injectable()
export class HealthAuditor {
  constructor(
    private readonly health: MediaHealth,
    private readonly backends: Backends,
    private readonly settings: SettingsReader,
    private readonly logger: Logger,
  ) {}

  async show({ id }: IdentityRecord): Promise<MediaHealthDto> {
    const report = await this.health.latest(id);
    return {
      report: report && toReport(report),
      running: report?.status === 'running',
      stale: report?.isStale ?? false,
    };
  }

  /** Starts a report, unless one is being made. */
  async start(identity: IdentityRecord, checkFiles: boolean | null): Promise<MediaHealthDto> {
    const shown = await this.show(identity);
    if (shown.running) return shown;
    const expected = (await this.backends.list(identity.id)).map(({ name }) => name);
    const keep = Number(this.settings.text('WS_MEDIA_HEALTH_KEEP'));
    const reportId = await this.health.begin(identity.id, expected.length, keep);
    const wantsFiles = checkFiles ?? this.settings.text('WS_MEDIA_HEALTH_CHECK_FILES') === 'true';
    void this.audit(identity, reportId, { expected, files: wantsFiles ? new FileLooker() : null });
    return this.show(identity);
  }

  async items(identity: IdentityRecord, query: HealthItemsQuery): Promise<HealthPageDto> {
    return this.page(await this.newest(identity), query);
  }

  async newest({ id }: IdentityRecord): Promise<HealthReport> {
    const report = await this.health.latest(id);
    if (!report) throw new ApiProblem(404, 'report-not-found', 'There is no report yet.');
    return report;
  }

  async page(report: HealthReport, query: HealthItemsQuery): Promise<HealthPageDto> {
    const { status = null, type = null, search = null } = query;
    const wanted = { status, type, search, ...slice(query) };
    const { total, items } = await this.health.findings(report.id, wanted);
    return {
      report: toReport(report),
      paging: pagingOf(total, query),
      items: items.map(({ itemId, ...item }) => ({
        state_id: itemId,
        ...item,
        ...HEALTH_WEIGHTS[item.status],
        expected_backend_count: report.backendCount,
      })),
    };
  }

  private async audit(
    identity: IdentityRecord,
    reportId: number,
    { expected, files }: { readonly expected: readonly string[]; readonly files: FileLooker | null },
  ): Promise<void> {
    const statuses: Partial<Record<HealthStatus, number>> = {};
    let stateCount = 0;
    try {
      for (let after = 0; ;) {
        const read = await this.health.records(identity.id, { after, limit: PAGE });
        const records = files ? await withFiles(read, files) : read;
        const findings = records.map((record): HealthFinding => {
          const backends = [...new Set(record.copies.map(({ backend }) => backend))];
          return { itemId: record.id, ...healthOf(record, expected), backends };
        });
        for (const { status } of findings) statuses[status] = (statuses[status] ?? 0) + 1;
        stateCount += records.length;
        await this.health.add(
          reportId,
          findings.filter(({ status }) => status !== 'healthy'),
        );
        const last = records.at(-1);
        if (!last) break;
        after = last.id;
      }
      await this.health.end(reportId, { status: 'completed', stateCount, statuses });
      this.logger.info('media health audited', { identity: identity.name, records: stateCount });
    } catch (error) {
      this.logger.error('media health failed', { identity: identity.name, error });
      await this.health.end(reportId, { status: 'failed', stateCount, statuses }).catch(() => undefined);
    }
  }
}

async function withFiles(records: readonly AuditedRecord[], files: FileLooker): Promise<AuditedRecord[]> {
  const looked: AuditedRecord[] = [];
  for (const record of records) looked.push({ ...record, copies: await files.look(record.copies) });
  return looked;
}

const toReport = (report: HealthReport): HealthReportDto => ({
  id: report.id,
  status: report.status,
  generated_at: report.generatedAt.toISOString(),
  completed_at: report.completedAt?.toISOString() ?? null,
  backend_count: report.backendCount,
  summary: {
    total: report.stateCount,
    actionable_count: report.stateCount - (report.statuses.healthy ?? 0),
    statuses: report.statuses,
  },
});
