import type { HoldReason } from './explain.js';
import type { ExportRule, SkipReason } from './export-plan.js';
import type { MergeRule } from './merge.js';
import type { PlayState } from './play-state.js';
import type { UndoSkip } from './undo.js';

/** Rules of changes that no merge made. */
export type LedgerRule = 'person' | 'undone' | 'restored' | 'merged' | 'ids-chosen';

/** Why a planned write did not happen, apart from what the plan itself says. */
export type WriteReason =
  | 'account-changed'
  | 'changed-since'
  | 'copy-is-gone'
  | 'news-there'
  | 'person-must-decide'
  | 'put-off'
  | 'cancelled'
  | 'superseded'
  | 'currently-playing'
  | 'unconfirmed'
  | 'unknown-outcome'
  | 'dropped';

/** Who says or is told something, and the state that it is about. */
export interface Told {
  /** Name of the backend, or who else it was. */
  readonly source: string;
  readonly state: PlayState;
}

type Sentence = (told: Told) => string;

const MERGE: Readonly<Record<MergeRule, Sentence>> = {
  stale: ({ source }) => `${source} was looked at again since, so this older reading was passed over.`,
  'metadata-only': ({ source }) =>
    `${source} only gives titles and ids, so what it shows does not change the play state.`,
  same: ({ source }) => `${source} shows the same as WatchState.`,
  echo: ({ source }) => `${source} shows what WatchState had written there, so it is no news.`,
  'unconfirmed-write': ({ source }) =>
    `${source} has not taken over what WatchState wrote, and nothing else changed there, so it is nobody's wish and is written again.`,
  'no-news': ({ source }) => `${source} shows what it showed before, so it is no news.`,
  'not-an-opinion': ({ source }) =>
    `${source} showed it for the first time and as untouched; that is how every new item starts and no wish, so nothing changed.`,
  'first-seen-played': ({ source }) =>
    `${source} showed it for the first time, and as watched; nobody had decided otherwise, so it became watched.`,
  played: ({ source }) => `It was watched on ${source} after the last decision, so it became watched.`,
  'older-than-truth': ({ source }) =>
    `What ${source} shows is older than the last decision, so the decision stays.`,
  progress: ({ source, state }) =>
    `On ${source} it was played up to ${clock(state.positionMs)}, so that is where to resume.`,
  'progress-cleared': ({ source }) =>
    `The resume position was cleared on ${source}, so it was cleared everywhere.`,
  unmarked: ({ source }) =>
    `${source} had shown it as watched and now shows it as unwatched; nothing but a person explains that, so it became unwatched.`,
  'may-not-unmark': ({ source }) =>
    `It was marked as unwatched on ${source}, but this backend may not mark anything as unwatched, so it stayed watched.`,
  'read-incomplete': ({ source }) =>
    `${source} showed it as unwatched in a reading that proves nothing, so it stayed watched; the next complete import decides.`,
  replaced: ({ source }) =>
    `The file on ${source} was replaced, which makes it look unwatched there; it stayed watched, and that is written back.`,
  'rewatch-started': ({ source }) =>
    `On ${source} it was started again; a second viewing does not make it unwatched.`,
  rewatched: ({ source, state }) =>
    `On ${source} a second viewing got to ${clock(state.positionMs)}, so that is where to resume; it stays watched.`,
  'rewatch-ended': ({ source }) =>
    `The second viewing ended on ${source}, so there is nothing to resume any more; it stays watched.`,
  'never-seen-played': ({ source }) =>
    `${source} showed it as unwatched, but it had never been seen as watched there, so it stayed watched.`,
  conflict: ({ source }) =>
    `${source} and another backend say opposite things, and nobody knows which came last, so it stayed watched and is listed as a conflict.`,
  trusted: ({ source }) => `A person said that ${source} is right, so its state was taken over.`,
};

const LEDGER: Readonly<Record<LedgerRule, Sentence>> = {
  person: ({ state }) => `A person marked it as ${worded(state)}.`,
  undone: ({ state }) => `A person took an earlier change back, so it is ${worded(state)} again.`,
  restored: ({ source, state }) => `A backup was restored to ${source}, and it says ${worded(state)}.`,
  merged: ({ state }) =>
    `Two entries proved to be the same item and were joined; together they are ${worded(state)}.`,
  'ids-chosen': () => 'A person decided which ids belong to it; the play state did not change.',
};

const EXPORT: Readonly<Record<ExportRule, Sentence>> = {
  'write-played': ({ source }) => `${source} is told that it is watched.`,
  'write-unplayed': ({ source }) => `${source} is told that it is unwatched.`,
  'write-progress': ({ source, state }) =>
    state.positionMs > 0
      ? `${source} is told to resume at ${clock(state.positionMs)}.`
      : `${source} is told to forget the resume position.`,
};

const SKIP: Readonly<Record<SkipReason, Sentence>> = {
  'already-there': ({ source }) => `${source} shows the same already, so there is nothing to write.`,
  'nobody-unmarked-it': ({ source }) =>
    `${source} shows something that nobody has taken back, so it is not overwritten.`,
  'newer-there': ({ source }) =>
    `It was played on ${source} after the last decision, so that is not overwritten; the next import takes it over.`,
  'progress-not-supported': ({ source }) => `${source} cannot take a resume position, so none is written.`,
  'may-not-mark-played': ({ source }) =>
    `WatchState may not mark anything as watched on ${source}, so nothing is written.`,
  'may-not-unmark': ({ source }) =>
    `WatchState may not mark anything as unwatched on ${source}, so nothing is written.`,
  'may-not-set-progress': ({ source }) =>
    `WatchState may not set resume positions on ${source}, so nothing is written.`,
  'rewatch-not-synced': ({ source }) =>
    `It is watched, and the position of a second viewing is not carried to ${source}: this person did not ask for it.`,
  'position-too-late': ({ source }) =>
    `The position is so near the end that ${source} would take it for watched, which nobody said.`,
};

const WRITE: Readonly<Record<WriteReason, Sentence>> = {
  'account-changed': ({ source }) => `${source} was given another account before it was told.`,
  'changed-since': ({ source }) =>
    `It changed again before ${source} was told, so what was planned was left out for what is true now.`,
  'person-must-decide': ({ source }) => `A person has to decide a conflict first, so ${source} was not told.`,
  'copy-is-gone': ({ source }) => `${source} no longer has it, so there was nothing to write to.`,
  'news-there': ({ source }) => `${source} had news of its own, which was heard before anything was written.`,
  'put-off': ({ source }) => `${source} could not be told at that time; the next push tries again.`,
  cancelled: ({ source }) => `The run was cancelled before ${source} was told.`,
  superseded: ({ source }) => `A newer export took the place of this one before ${source} was told.`,
  'currently-playing': ({ source }) =>
    `It was being played on ${source}, whose player says itself where it got to, so no position was written.`,
  unconfirmed: ({ source }) =>
    `${source} said yes to this several times and did nothing, so it is left alone until a person tries it again.`,
  'unknown-outcome': ({ source }) =>
    `${source} failed while it was told, so nobody knows whether it took it; the next import sees.`,
  dropped: ({ source }) => `A person said that ${source} need not be told.`,
};

const HOLD: Readonly<Record<HoldReason, Sentence>> = {
  'export-off': ({ source }) => `Export to ${source} is switched off, so it is never written to.`,
  'never-exported': ({ source }) =>
    `Nothing was ever exported to ${source}; its first export, which you can preview, tells it.`,
  disputed: ({ source }) => `A person has to decide a conflict first, so ${source} is not told.`,
  'not-seen': ({ source }) => `${source} was never seen to have it, so there is nothing to write to.`,
};

const UNDO: Readonly<Record<UndoSkip, string>> = {
  'changed-since': 'It was changed again since, so taking the older change back was left out.',
  'already-so': 'It was as before already, so there was nothing to take back.',
};

function worded({ watched, positionMs }: PlayState): string {
  const resume = `to be resumed at ${clock(positionMs)}`;
  if (watched) return positionMs > 0 ? `watched, ${resume}` : 'watched';
  return positionMs > 0 ? resume : 'unwatched';
}

/** `1:02:03`, as players show it. */
function clock(positionMs: number): string {
  const seconds = Math.floor(positionMs / 1_000);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => String(part).padStart(index === 0 ? 1 : 2, '0')).join(':');
}

const pick = (from: Readonly<Record<string, Sentence>>, name: string): Sentence | null =>
  Object.hasOwn(from, name) ? (from[name] ?? null) : null;

/** What a rule of a merge or of the ledger means. A rule that is no longer known is named. */
export const changeSentence = (rule: string, told: Told): string =>
  (pick(MERGE, rule) ?? pick(LEDGER, rule))?.(told) ??
  `${told.source} made it ${worded(told.state)} (${rule}).`;

export const writeSentence = (rule: string, told: Told): string =>
  pick(EXPORT, rule)?.(told) ?? `${told.source} is told that it is ${worded(told.state)}.`;

/** Why a write was left out or failed. */
export const reasonSentence = (reason: string, told: Told): string =>
  (pick(SKIP, reason) ?? pick(WRITE, reason))?.(told) ?? `${told.source} did not take it: ${reason}.`;

/** What keeps a backend from being told. */
export const holdSentence = (because: HoldReason, told: Told): string => HOLD[because](told);

export const undoSkipSentence = (because: UndoSkip): string => UNDO[because];

/** What a backend showed when it was last looked at. */
export const seenSentence = ({ source, state }: Told): string => `${source} shows it as ${worded(state)}.`;
