import { hasGuids, type Guids } from './guid.js';
import type { ItemType } from './remote-item.js';

/** What an audit finds of one record, the gravest first. */
export const HEALTH_STATUSES = [
  'guid_conflict',
  'file_missing',
  'duplicate_guid',
  'duplicate_reference',
  'metadata_disagreement',
  'partial',
  'weak_match',
  'path_disagreement',
  'healthy',
] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** How grave it is, and how far the record can be trusted; both from 0 to 100. */
export const HEALTH_WEIGHTS: Readonly<
  Record<HealthStatus, { readonly severity: number; readonly confidence: number }>
> = {
  guid_conflict: { severity: 100, confidence: 0 },
  file_missing: { severity: 95, confidence: 5 },
  duplicate_guid: { severity: 90, confidence: 10 },
  duplicate_reference: { severity: 80, confidence: 20 },
  metadata_disagreement: { severity: 75, confidence: 25 },
  partial: { severity: 70, confidence: 30 },
  weak_match: { severity: 50, confidence: 45 },
  path_disagreement: { severity: 40, confidence: 70 },
  healthy: { severity: 0, confidence: 100 },
};

/** A copy as one backend shows it. */
export interface AuditedCopy {
  readonly backend: string;
  readonly path: string | null;
  /** Whether its file was looked for on this machine and is not there; absent where nobody looked. */
  readonly isFileMissing?: boolean;
  readonly guids: Guids;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
}

export interface AuditedItem {
  readonly type: ItemType;
  readonly guids: Guids;
  readonly parentGuids: Guids;
  readonly copies: readonly AuditedCopy[];
  /** Whether another record of its type has one of its ids. */
  readonly hasTwinByGuid: boolean;
  /** Whether another record has its file; files of several episodes do not count. */
  readonly hasTwinByPath: boolean;
}

export interface Health {
  readonly status: HealthStatus;
  readonly reasons: readonly string[];
}

type Finding = (item: AuditedItem, expected: readonly string[]) => readonly string[];

const valuesOf = <T>(
  copies: readonly AuditedCopy[],
  read: (copy: AuditedCopy) => T | null | undefined,
): T[] => [...new Set(copies.flatMap((copy) => read(copy) ?? []))];

const sourcesIn = (copies: readonly AuditedCopy[]): (keyof Guids)[] =>
  valuesOf(
    copies.flatMap(({ guids, ...copy }) => Object.keys(guids).map((source) => ({ ...copy, guids, source }))),
    (copy) => ('source' in copy ? (copy.source as keyof Guids) : null),
  );

const guidConflicts: Finding = ({ copies }) =>
  sourcesIn(copies)
    .filter((source) => source !== 'path')
    .flatMap((source) => {
      const values = valuesOf(copies, ({ guids }) => guids[source]);
      return values.length > 1 ? [`${source}: ${values.join(', ')}`] : [];
    });

const disagreements: Finding = ({ copies, type }) =>
  (type === 'movie' ? (['year'] as const) : (['season', 'episode'] as const)).flatMap((field) => {
    const values = valuesOf(copies, (copy) => copy[field]);
    return values.length > 1 ? [`${field}: ${values.join(', ')}`] : [];
  });

const missing: Finding = ({ copies }, expected) =>
  expected.filter((name) => copies.every(({ backend }) => backend !== name)).map((name) => `not on ${name}`);

/** Relative ids are strong: an episode is known by show, season and number. */
const weak: Finding = ({ guids, parentGuids }) =>
  hasGuids(guids) || hasGuids(parentGuids) ? [] : ['no id of the item or its show'];

const tailOf = (path: string, parts: number): string =>
  path.replaceAll('\\', '/').toLowerCase().split('/').filter(Boolean).slice(-parts).join('/');

const paths: Finding = ({ copies, type }) => {
  const tails = valuesOf(copies, ({ path }) => (path ? tailOf(path, type === 'movie' ? 2 : 3) : null));
  return tails.length > 1 ? tails : [];
};

/** In the order of their weight; the first that finds something decides. */
const FINDINGS: readonly (readonly [status: HealthStatus, find: Finding])[] = [
  ['guid_conflict', guidConflicts],
  [
    'file_missing',
    ({ copies }) =>
      copies
        .filter(({ isFileMissing }) => isFileMissing === true)
        .map(({ backend, path }) => `${backend}: ${path ?? ''}`),
  ],
  ['duplicate_guid', ({ hasTwinByGuid }) => (hasTwinByGuid ? ['another record has one of its ids'] : [])],
  ['duplicate_reference', ({ hasTwinByPath }) => (hasTwinByPath ? ['another record has its file'] : [])],
  ['metadata_disagreement', disagreements],
  ['partial', missing],
  ['weak_match', weak],
  ['path_disagreement', paths],
];

/** How a record stands; `expected` are the backends that should have it. */
export function healthOf(item: AuditedItem, expected: readonly string[]): Health {
  for (const [status, find] of FINDINGS) {
    const reasons = find(item, expected);
    if (reasons.length > 0) return { status, reasons };
  }
  return { status: 'healthy', reasons: [] };
}
