import type { StoryEntry } from '../../core/api/schema.gen.js';
import type { IconName } from '../../shared/icon/icon.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';

export interface StoryLook {
  readonly text: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

/** How each kind of entry is told apart at a glance: by its word, its picture and its colour. */
export const STORY_LOOKS: Readonly<Record<StoryEntry['kind'], StoryLook>> = {
  seen: { text: 'Seen', icon: 'eye', tone: 'quiet' },
  decided: { text: 'Decided', icon: 'check', tone: 'good' },
  refused: { text: 'Not believed', icon: 'close', tone: 'warn' },
  planned: { text: 'Planned', icon: 'clock', tone: 'info' },
  written: { text: 'Written', icon: 'arrowOut', tone: 'good' },
  skipped: { text: 'Left alone', icon: 'forward', tone: 'quiet' },
  failed: { text: 'Failed', icon: 'warning', tone: 'bad' },
  marked: { text: 'Marked by a person', icon: 'person', tone: 'info' },
  undone: { text: 'Taken back', icon: 'history', tone: 'info' },
};

/** Whether an entry changed anything, or only repeats what was so. */
export function hasChanged({ before, after }: Pick<StoryEntry, 'before' | 'after'>): boolean {
  if (!after) return false;
  return before?.watched !== after.watched || before.position_ms !== after.position_ms;
}
