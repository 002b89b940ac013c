import { hash } from 'node:crypto';
import {
  itemKeys,
  itemsInFile,
  whyUnusable,
  withoutNoise,
  withPathIds,
  type ItemKey,
  type RemoteItem,
} from '#libs/core';
import type { CopyId } from '#libs/database';

/** One item of a page, ready to be compared: a file of several episodes gives one report for each. */
export interface Report extends CopyId {
  readonly item: RemoteItem;
  /** `itemKeys` of the item, made once. */
  readonly keys: readonly ItemKey[];
  /** How many episodes its file stands for. */
  readonly parts: number;
  /** Equal when nothing that we keep has changed. */
  readonly fingerprint: string;
}

export interface ReportPolicy {
  readonly asSource: boolean;
  readonly minimumPositionMs: number;
  readonly longestEpisodeRange: number;
  /** Own ids of episodes are as good as none: only show, season and number count (SR-27). */
  readonly withoutEpisodeIds?: boolean;
  /** Where a file lies counts as an id, too (G-16). */
  readonly withPathIds?: boolean;
}

/** A name for a path and no safeguard; the reference makes the same. */
const md5 = (text: string): string => hash('md5', text, 'hex');

/** Splits, cleans and fingerprints what a server sent; what cannot be matched at all is left out. */
export function toReports(items: readonly RemoteItem[], policy: ReportPolicy): Report[] {
  const reports: Report[] = [];
  for (const item of items) {
    const told = policy.withoutEpisodeIds && item.type === 'episode' ? { ...item, guids: {} } : item;
    const located = policy.withPathIds ? withPathIds(told, md5) : told;
    const inFile = itemsInFile(located, policy.longestEpisodeRange);
    for (const [index, single] of inFile.entries()) {
      const part = policy.withPathIds ? withPathIds(single, md5) : single;
      if (whyUnusable(part) === null)
        reports.push(toReport(part, { part: index, parts: inFile.length }, policy));
    }
  }
  return reports;
}

function toReport(
  item: RemoteItem,
  { part, parts }: Pick<Report, 'part' | 'parts'>,
  policy: ReportPolicy,
): Report {
  const { positionMs } = withoutNoise(item, policy.minimumPositionMs);
  const clean = positionMs === item.positionMs ? item : { ...item, positionMs };
  return {
    remoteId: item.id,
    part,
    parts,
    item: clean,
    keys: itemKeys(clean),
    fingerprint: hash('sha1', JSON.stringify([clean, policy.asSource]), 'base64'),
  };
}
