import type { Playlist, PlaylistCopy } from '../../core/api/schema.gen.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';

interface Words {
  readonly text: string;
  readonly tone: Tone;
}

const LEFT_ALONE: Readonly<Record<string, Words>> = {
  smart: { text: $localize`Left alone: a smart list`, tone: 'quiet' },
  'read-only': { text: $localize`Left alone: it may not be changed`, tone: 'quiet' },
  unresolved: { text: $localize`Left alone: an item is unknown`, tone: 'warn' },
};
const LACKS_ITEMS: Words = { text: $localize`Lacks items`, tone: 'warn' };
const SAME: Words = { text: $localize`In step`, tone: 'good' };
const OTHER: Words = { text: $localize`Other version`, tone: 'warn' };
const MISSING: Words = { text: $localize`Missing when last read`, tone: 'warn' };
const DELETED: Words = { text: $localize`Deleted`, tone: 'quiet' };
const leftAlone = (reason: string): Words => ({
  text: $localize`Left alone: ${reason.replaceAll('-', ' ')}:reason:`,
  tone: 'warn',
});

/** How a copy stands to the version that wins; each version is known by its date. */
export function copyWords(copy: PlaylistCopy, { changed_at: winner }: Pick<Playlist, 'changed_at'>): Words {
  if (copy.status === 'deleted') return DELETED;
  if (copy.status === 'missing') return MISSING;
  if (copy.reason) return LEFT_ALONE[copy.reason] ?? leftAlone(copy.reason);
  if (copy.partial) return LACKS_ITEMS;
  return copy.changed_at === winner ? SAME : OTHER;
}
