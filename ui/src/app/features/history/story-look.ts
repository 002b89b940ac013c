import type { StoryEntry } from '../../core/api/schema.gen.js';
import type { IconName } from '../../shared/icon/icon.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';

export interface StoryLook {
  readonly text: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

/** How each kind of entry is told apart at a glance: by its word, its picture and its colour. */
export const STORY_LOOKS: Readonly<Record<StoryEntry['kind'] | 'conflict', StoryLook>> = {
  seen: { text: $localize`Seen`, icon: 'eye', tone: 'quiet' },
  decided: { text: $localize`Decided`, icon: 'check', tone: 'good' },
  refused: { text: $localize`Not believed`, icon: 'close', tone: 'warn' },
  planned: { text: $localize`Planned`, icon: 'clock', tone: 'info' },
  written: { text: $localize`Written`, icon: 'arrowOut', tone: 'good' },
  skipped: { text: $localize`Left alone`, icon: 'forward', tone: 'quiet' },
  failed: { text: $localize`Failed`, icon: 'warning', tone: 'bad' },
  marked: { text: $localize`Marked by a person`, icon: 'person', tone: 'info' },
  undone: { text: $localize`Taken back`, icon: 'history', tone: 'info' },
  conflict: { text: $localize`Conflicts`, icon: 'warning', tone: 'warn' },
};

/** Whether an entry changed anything, or only repeats what was so. */
export function hasChanged({ before, after }: Pick<StoryEntry, 'before' | 'after'>): boolean {
  if (!after) return false;
  return before?.watched !== after.watched || before.position_ms !== after.position_ms;
}
