import type { MediaHealthStatus } from '../../core/api/schema.gen.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';

interface Words {
  readonly text: string;
  readonly tone: Tone;
  /** What a person can do about it. */
  readonly remedy: string;
}

const WORDS: Readonly<Record<MediaHealthStatus, Words>> = {
  guid_conflict: {
    text: $localize`Contradicting ids`,
    tone: 'bad',
    remedy: $localize`One server has matched it with something else: correct the match there, then import again.`,
  },
  file_missing: {
    text: $localize`File is missing`,
    tone: 'bad',
    remedy: $localize`Its server still lists it: let the server scan the library, or bring the file back.`,
  },
  duplicate_guid: {
    text: $localize`Same id twice`,
    tone: 'bad',
    remedy: $localize`Two records share an id: correct the match on the server, or forget the record that is wrong.`,
  },
  duplicate_reference: {
    text: $localize`Same file twice`,
    tone: 'bad',
    remedy: $localize`Two records have one file: forget the one that is wrong; an import finds what is right.`,
  },
  metadata_disagreement: {
    text: $localize`Year or number differ`,
    tone: 'warn',
    remedy: $localize`The servers do not mean the same: compare them on the item page and correct one of them.`,
  },
  partial: {
    text: $localize`Not on all backends`,
    tone: 'warn',
    remedy: $localize`Add it to the other servers or match it there; nothing is wrong if it is meant to be so.`,
  },
  weak_match: {
    text: $localize`Without ids`,
    tone: 'warn',
    remedy: $localize`Match it on the server, so that it has an id that others know.`,
  },
  path_disagreement: {
    text: $localize`Different files`,
    tone: 'info',
    remedy: $localize`The file names differ. That is fine when the servers have files of their own.`,
  },
  healthy: { text: $localize`Healthy`, tone: 'good', remedy: '' },
};

/** The gravest first; what is healthy is not listed. */
export const FINDINGS: readonly MediaHealthStatus[] = [
  'guid_conflict',
  'file_missing',
  'duplicate_guid',
  'duplicate_reference',
  'metadata_disagreement',
  'partial',
  'weak_match',
  'path_disagreement',
];

export const healthWords = (status: MediaHealthStatus): Words => WORDS[status];
