import type { HttpErrorResponse } from '@angular/common/http';
import type { FieldProblem } from './schema.gen.js';

interface FailureDetail {
  readonly status: number;
  readonly key: string;
  readonly fields: readonly FieldProblem[];
  readonly retryAfterSeconds: number | null;
  readonly runId: string | null;
}

/** What the API refused or could not do, with a message that can be shown to a person. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly key: string;
  readonly fields: readonly FieldProblem[];
  readonly retryAfterSeconds: number | null;
  /** The run that is in the way, when a second one was refused. */
  readonly runId: string | null;

  constructor(message: string, detail: FailureDetail, cause?: unknown) {
    super(message, { cause });
    this.name = 'ApiFailure';
    this.status = detail.status;
    this.key = detail.key;
    this.fields = detail.fields;
    this.retryAfterSeconds = detail.retryAfterSeconds;
    this.runId = detail.runId;
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function readField(value: unknown): FieldProblem {
  const { field, message, hint } = record(value);
  const problem = { field: text(field), message: text(message) || $localize`This value was refused.` };
  return text(hint) ? { ...problem, hint: text(hint) } : problem;
}

function withoutEnvelope(status: number): string {
  if (status === 0)
    return $localize`WatchState could not be reached. Check that it is running and try again.`;
  if (status >= 502 && status <= 504) return $localize`WatchState is not ready yet. Try again in a moment.`;
  if (status === 404) return $localize`This does not exist, or no longer.`;
  return $localize`WatchState answered with an error (${status}:status:).`;
}

/** Reads the error envelope; what is missing or malformed in it is replaced, never trusted. */
export function readFailure(response: HttpErrorResponse): ApiFailure {
  const body = record(response.error);
  const error = record(body['error']);
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new ApiFailure(
    text(error['message']) || withoutEnvelope(response.status),
    {
      status: response.status,
      key: text(error['key']),
      fields: Array.isArray(error['fields']) ? error['fields'].map(readField) : [],
      retryAfterSeconds: Number.isFinite(seconds) ? seconds : null,
      runId: text(body['run_id']) || null,
    },
    response,
  );
}

/** The sentence to show for anything that was thrown. */
export const failureText = (error: unknown): string =>
  error instanceof ApiFailure
    ? error.message
    : $localize`Something went wrong in the page. Reload it and try again.`;
