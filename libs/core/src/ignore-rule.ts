import { GUID_SOURCES, isGuidSource, type Guids, type GuidSource } from './guid.js';
import type { RemoteItem } from './remote-item.js';

export const IGNORE_TYPES = ['movie', 'show', 'episode'] as const;
export type IgnoreType = (typeof IGNORE_TYPES)[number];

/** An id that is not to be believed when it comes from one backend (G-10). It hides no item; it is only not matched by. */
export interface IgnoreRule {
  readonly type: IgnoreType;
  readonly source: GuidSource;
  readonly value: string;
  readonly backend: string;
  /** The backend's own id of the only item it is for; null for all of them. */
  readonly remoteId: string | null;
}

const isIgnoreType = (text: string): text is IgnoreType => IGNORE_TYPES.some((type) => type === text);

/** As `movie://tmdb:700001@attic?id=a555`. */
export const ignoreRuleText = ({ type, source, value, backend, remoteId }: IgnoreRule): string =>
  `${type}://${source}:${value}@${backend}${remoteId === null ? '' : `?id=${encodeURIComponent(remoteId)}`}`;

const FORM =
  /^(?<type>[a-z]+):\/\/(?<source>[a-z]+):(?<value>[^@?\s]+)@(?<backend>[^@?\s]+?)(?:\?id=(?<remoteId>[^\s&]+))?$/;

export type IgnoreRuleReading = { readonly rule: IgnoreRule } | { readonly problem: string };

/** Reads a rule as text; what is wrong with it is told in words for a person. */
export function readIgnoreRule(text: string): IgnoreRuleReading {
  const parts = FORM.exec(text.trim())?.groups;
  if (!parts)
    return { problem: 'A rule looks like movie://tmdb:700001@backend, with ?id=… for one item only.' };
  const { type = '', source = '', value = '', backend = '', remoteId } = parts;
  if (!isIgnoreType(type)) return { problem: `The type must be one of ${IGNORE_TYPES.join(', ')}.` };
  if (!isGuidSource(source)) return { problem: `The id must be of one of ${GUID_SOURCES.join(', ')}.` };
  return { rule: { type, source, value, backend, remoteId: decoded(remoteId) } };
}

function decoded(text: string | undefined): string | null {
  if (text === undefined) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The item without the ids that rules of its backend take away, before it is matched or stored. A show's rule for one
 * item names the show as its server does.
 */
export function withoutIgnoredIds(item: RemoteItem, rules: readonly IgnoreRule[]): RemoteItem {
  if (rules.length === 0) return item;
  const guids = without(
    item.guids,
    rules.filter((rule) => rule.type === item.type && isFor(rule, item.id)),
  );
  const parentGuids = without(
    item.parentGuids,
    rules.filter((rule) => rule.type === 'show' && isFor(rule, item.showId)),
  );
  return guids === item.guids && parentGuids === item.parentGuids ? item : { ...item, guids, parentGuids };
}

const isFor = ({ remoteId }: IgnoreRule, id: string | null): boolean => remoteId === null || remoteId === id;

function without(guids: Guids, rules: readonly IgnoreRule[]): Guids {
  const taken = new Set(
    rules.filter(({ source, value }) => guids[source] === value).map(({ source }) => source),
  );
  if (taken.size === 0) return guids;
  return Object.fromEntries(
    Object.entries(guids).filter(([source]) => !isGuidSource(source) || !taken.has(source)),
  );
}
