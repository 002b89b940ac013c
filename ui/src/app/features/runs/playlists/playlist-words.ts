import type {
  PlaylistAction,
  PlaylistChange,
  PlaylistChangeStatus,
  PlaylistRule,
} from '../../../core/api/schema.gen.js';
import type { Tone } from '../../../shared/status-pill/status-pill.js';
import { reasonText } from '../run-reasons.js';

interface ActionWords {
  readonly todo: string;
  readonly done: string;
  readonly tone: Tone;
}

export const ACTIONS: Readonly<Record<PlaylistAction, ActionWords>> = {
  create: { todo: $localize`Create`, done: $localize`Created`, tone: 'good' },
  replace: { todo: $localize`Update`, done: $localize`Updated`, tone: 'info' },
  delete: { todo: $localize`Delete`, done: $localize`Deleted`, tone: 'bad' },
};

export const CHANGE_STATUSES: Readonly<
  Record<PlaylistChangeStatus, { readonly text: string; readonly tone: Tone }>
> = {
  planned: { text: $localize`Planned`, tone: 'info' },
  making: { text: $localize`Being written`, tone: 'info' },
  made: { text: $localize`Being written`, tone: 'info' },
  written: { text: $localize`Written`, tone: 'good' },
  skipped: { text: $localize`Skipped`, tone: 'quiet' },
  failed: { text: $localize`Failed`, tone: 'bad' },
  rejected: { text: $localize`Rejected`, tone: 'quiet' },
};

const RULES: Readonly<Record<PlaylistRule, string>> = {
  'missing-there': $localize`It was not there.`,
  'newer-elsewhere': $localize`Another backend has a newer version.`,
  'more-items-there': $localize`Items that were missing there have appeared.`,
  'deleted-elsewhere': $localize`It was deleted on another backend; two readings did not show it.`,
};

const REASONS: Readonly<Record<string, string>> = {
  'changed-since': $localize`Changed at the last moment; the next run takes it over`,
  unconfirmed: $localize`The server said yes and did something else`,
  'export-off': $localize`Its export is switched off`,
  'account-changed': $localize`It was given another account`,
  cancelled: $localize`The run was cancelled`,
};

export const playlistRuleText = (rule: PlaylistRule): string => RULES[rule];
export const playlistReasonText = (reason: string): string => REASONS[reason] ?? reasonText(reason);

/** What was done, or what is to be done as long as it was not. */
export const actionText = ({ action, status }: Pick<PlaylistChange, 'action' | 'status'>): string =>
  status === 'written' ? ACTIONS[action].done : ACTIONS[action].todo;
