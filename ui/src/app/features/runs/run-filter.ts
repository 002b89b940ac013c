import type { Query } from '../../core/api/api.js';
import { RUN_KINDS, RUN_STATUSES } from '../../core/runs/run-words.js';

export interface RunFilter {
  readonly kind: string;
  readonly status: string;
  readonly backend: string;
  readonly page: number;
}

const allowed = (value: string | undefined, values: readonly string[]): string =>
  value && values.includes(value) ? value : '';

/** Reads the query string; what the API does not know is ignored. */
export function readRunFilter(query: Readonly<Partial<Record<keyof RunFilter, string>>>): RunFilter {
  const page = Number(query.page);
  return {
    kind: allowed(query.kind, RUN_KINDS),
    status: allowed(query.status, RUN_STATUSES),
    backend: query.backend ?? '',
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

export function toRunQuery({ page, ...parts }: RunFilter): Query {
  const asked = Object.entries(parts).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(asked), page, perpage: 25 };
}
