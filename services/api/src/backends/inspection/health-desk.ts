import { Injectable } from '@nestjs/common';
import { BackendError, type BackendErrorCode } from '#libs/backends';
import { type BackendRecord, type IdentityRecord, OpenIntents, Runs } from '#libs/database';
import { BackendViewer } from '../backend-viewer.js';
import { ServerCaller } from '../server-caller.js';
import type { HealthReportDto } from './inspection.dto.js';

type Found = Pick<HealthReportDto, 'reachable' | 'token_state' | 'clock_skew_ms' | 'problem'>;

const TOKEN_STATES: Readonly<Partial<Record<BackendErrorCode, HealthReportDto['token_state']>>> = {
  'token-rejected': 'rejected',
  forbidden: 'rejected',
  'wrong-user': 'wrong-user',
};

const SILENCES: ReadonlySet<BackendErrorCode> = new Set(['unreachable', 'tls', 'timeout', 'not-an-api']);

/** How things stand between us and the server of a backend, now and as the workers last found it. */
@Injectable()
export class HealthDesk {
  constructor(
    private readonly viewer: BackendViewer,
    private readonly intents: OpenIntents,
    private readonly runs: Runs,
    private readonly caller: ServerCaller,
  ) {}

  async report(identity: IdentityRecord, name: string): Promise<HealthReportDto> {
    const record = await this.viewer.find(identity, name);
    const [now, active, openExports] = await Promise.all([
      this.look(record),
      this.runs.active([record.id]),
      this.intents.countOf(record.id),
    ]);
    return {
      status: record.healthStatus,
      last_error: record.healthStatus === 'failing' ? record.healthMessage : null,
      checked_at: record.healthAt?.toISOString() ?? null,
      ...now,
      open_imports: active.filter(({ kind }) => kind === 'import').length,
      open_exports: openExports,
    };
  }

  private async look(record: BackendRecord): Promise<Found> {
    const client = this.caller.client(record);
    try {
      await client.validate();
      const { clockSkewMs } = await client.inspect.details();
      return { reachable: true, token_state: 'ok', clock_skew_ms: clockSkewMs, problem: null };
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      const state = TOKEN_STATES[error.key] ?? 'unknown';
      const problem = `${error.message} ${error.hint}`;
      return { reachable: !SILENCES.has(error.key), token_state: state, clock_skew_ms: null, problem };
    }
  }
}
