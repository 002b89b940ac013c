import type { IdDifference } from '#libs/core';
import type { ConflictRecord, NamedItem } from '#libs/database';
import type { ConflictDto, ConflictSideDto } from './conflicts.dto.js';

/** To the minute: nobody decides by seconds. */
const moment = (seconds: number): string =>
  `${new Date(seconds * 1_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** `Harbour Tales (2021) S01E02`. */
function nameOf({ title, year, season, episode }: Omit<NamedItem, 'id' | 'type'>): string {
  const digits = (number: number): string => String(number).padStart(2, '0');
  const numbers = season === null || episode === null ? '' : ` S${digits(season)}E${digits(episode)}`;
  return `${title}${year === null ? '' : ` (${year})`}${numbers}`;
}

const idsInWords = (differences: readonly IdDifference[], whose: 'ours' | 'theirs'): string =>
  differences.map((one) => `${one.of === 'show' ? 'show ' : ''}${one.source} ${one[whose]}`).join(', ');

type Words = Pick<ConflictDto, 'text' | 'sides'>;

/** Both sides of a conflict as a person can weigh them. */
export function inWords(conflict: ConflictRecord): Words {
  switch (conflict.kind) {
    case 'opposite-wishes':
      return wishesInWords(conflict);
    case 'contradicting-ids':
      return contradictionInWords(conflict);
    case 'quarantined':
      return quarantineInWords(conflict);
  }
}

function wishesInWords(conflict: Extract<ConflictRecord, { kind: 'opposite-wishes' }>): Words {
  const { backend, viewedOn, evidence } = conflict;
  const date = evidence.viewedAt === null ? '' : ` on ${moment(evidence.viewedAt)}`;
  return {
    text: `It was watched on one backend and marked unwatched on ${backend} in the same time; nobody knows which came last.`,
    sides: [
      {
        side: 'played',
        backend: viewedOn,
        text: `Watched${viewedOn === null ? '' : ` on ${viewedOn}`}${date}.`,
      },
      {
        side: 'unplayed',
        backend,
        text: `Marked unwatched on ${backend}, some time between ${moment(evidence.since)} and ${moment(evidence.until)}.`,
      },
    ],
  };
}

function contradictionInWords(conflict: Extract<ConflictRecord, { kind: 'contradicting-ids' }>): Words {
  const { backend, evidence, mentioned } = conflict;
  const ours = idsInWords(evidence.differences, 'ours');
  const theirs = idsInWords(evidence.differences, 'theirs');
  const others = mentioned.map(nameOf).join(', ');
  const sides: ConflictSideDto[] = [
    {
      side: 'item',
      backend: null,
      text: ours === '' ? 'It is this item.' : `The item's ids are right: ${ours}.`,
    },
  ];
  if (theirs !== '')
    sides.push({ side: 'backend', backend, text: `The ids on ${backend} are right: ${theirs}.` });
  return {
    text: `The ids that ${backend} shows disagree with the item${others === '' ? '' : ` and also name ${others}`}.`,
    sides,
  };
}

function quarantineInWords(conflict: Extract<ConflictRecord, { kind: 'quarantined' }>): Words {
  const { backend, evidence, mentioned } = conflict;
  const state = evidence.report.watched ? 'watched' : 'unwatched';
  return {
    text: `${nameOf(evidence.report)}, ${state} on ${backend}, has ids of items that cannot be the same, so it is kept out.`,
    sides: mentioned.map((item) => ({
      side: String(item.id),
      backend: null,
      text: `It is ${nameOf(item)}${idsOf(evidence.candidates.find(({ id }) => id === item.id)?.guids ?? {})}.`,
    })),
  };
}

const idsOf = (guids: object): string => {
  const ids = Object.entries(guids).map(([source, value]) => `${source} ${String(value)}`);
  return ids.length === 0 ? '' : `, ${ids.join(', ')}`;
};

export const toConflict = (conflict: ConflictRecord): ConflictDto => ({
  id: conflict.id,
  kind: conflict.kind,
  status: conflict.status,
  item: conflict.item,
  backend: conflict.backend,
  remote_id: conflict.remoteId,
  ...inWords(conflict),
  evidence: conflict.evidence,
  resolution: conflict.resolution,
  opened_at: conflict.openedAt.toISOString(),
  closed_at: conflict.closedAt?.toISOString() ?? null,
});
