import {
  changeSentence,
  holdSentence,
  isInStep,
  NOTHING_KNOWN,
  presentVerdict,
  prospect,
  reasonSentence,
  seenSentence,
  stateOf,
  undoSkipSentence,
  writeSentence,
  type PlayState,
  type Prospect,
  type Standing,
  type Told,
} from '#libs/core';
import type { BackendRecord, ConflictRecord, ItemChange, ItemCopy, ItemWrite, Story } from '#libs/database';
import { exportPermissions } from '#libs/directory';
import { inWords } from '../conflicts/conflict.presenter.js';
import type { PlayStateDto } from '../runs/runs.dto.js';
import type { BackendStandingDto, ExplanationDto, StoryEntryDto, StoryKind } from './explanation.dto.js';

const iso = (seconds: number): string => new Date(seconds * 1_000).toISOString();
const shown = ({ watched, positionMs }: PlayState): PlayStateDto => ({ watched, position_ms: positionMs });

/** What is known of an item, and what an export of it depends on. */
export interface Tale {
  readonly story: Story;
  readonly conflicts: readonly ConflictRecord[];
  readonly rewatchThresholdS: number;
}

/** The story of an item in the order in which it happened, and how each backend stands to it now. */
export function toExplanation(id: number, tale: Tale, backends: readonly BackendRecord[]): ExplanationDto {
  const { story, conflicts } = tale;
  const entries = [
    ...story.changes.map((change) => ofChange(change)),
    ...story.writes.map((write) => ofWrite(write)),
    ...story.copies.flatMap((copy) => ofCopy(copy, backends)),
    ...conflicts.map(ofConflict),
  ];
  return {
    id,
    truth: shown(stateOf(story.truth)),
    story: entries.sort((a, b) => a.at.localeCompare(b.at) || (a.change_id ?? 0) - (b.change_id ?? 0)),
    backends: backends.map((backend) => toStanding(backend, tale)),
  };
}

function kindOf({ status, because, cause }: ItemChange): StoryKind {
  if (because !== null) return 'skipped';
  if (status !== 'applied') return status === 'proposed' ? 'planned' : 'refused';
  if (cause === 'undo') return 'undone';
  return cause === 'user' ? 'marked' : 'decided';
}

const sourceOf = ({ backend, cause }: ItemChange): string =>
  backend ?? (cause === 'user' || cause === 'undo' ? 'a person' : 'a backend that is gone');

function ofChange(change: ItemChange): StoryEntryDto {
  const kind = kindOf(change);
  const told = { source: sourceOf(change), state: stateOf(change.after) };
  return {
    at: iso(change.at),
    kind,
    source: told.source,
    before: shown(stateOf(change.before)),
    after: shown(told.state),
    rule: change.because ?? change.rule,
    sentence: sentenceOf(change, told),
    run_id: change.runId,
    change_id: change.id,
    can_undo:
      change.status === 'applied' && !change.isUndone && !['merged', 'ids-chosen'].includes(change.rule),
  };
}

function sentenceOf({ because, status, rule, isUndone }: ItemChange, told: Told): string {
  if (because !== null) return undoSkipSentence(because === 'already-so' ? because : 'changed-since');
  const sentence = changeSentence(rule, told);
  if (status === 'proposed') return `Proposed, and not done yet: ${sentence}`;
  if (status === 'rejected') return `Proposed, and not done: ${sentence}`;
  return isUndone ? `${sentence} This was taken back later.` : sentence;
}

const WRITE_KINDS: Readonly<Record<ItemWrite['status'], StoryKind>> = {
  open: 'planned',
  planned: 'planned',
  written: 'written',
  skipped: 'skipped',
  failed: 'failed',
  rejected: 'refused',
};

function ofWrite(write: ItemWrite): StoryEntryDto {
  const told = { source: write.backend, state: write.after ?? { watched: false, positionMs: 0 } };
  const sentence =
    write.reason !== null
      ? reasonSentence(write.reason, told)
      : write.rule === null
        ? `${write.backend} waits to be told.`
        : writeSentence(write.rule, told);
  return {
    at: iso(write.at),
    kind: WRITE_KINDS[write.status],
    source: write.backend,
    before: write.before && shown(write.before),
    after: write.after && shown(write.after),
    rule: write.reason ?? write.rule,
    sentence,
    run_id: write.runId,
    change_id: null,
    can_undo: false,
  };
}

const NO_STATE = { before: null, after: null, run_id: null, change_id: null, can_undo: false } as const;

function ofConflict(conflict: ConflictRecord): StoryEntryDto {
  const { kind, backend: source, openedAt } = conflict;
  return {
    at: openedAt.toISOString(),
    kind: 'conflict',
    source,
    rule: kind,
    sentence: `${inWords(conflict).text} ${outcomeOf(conflict)}`,
    ...NO_STATE,
  };
}

function outcomeOf({ status, resolution, closedAt }: ConflictRecord): string {
  if (status === 'open') return 'A person has to decide; it is listed under conflicts.';
  if (status === 'ignored') return 'A person said to leave it so.';
  const when = closedAt === null ? '' : ` on ${closedAt.toISOString().slice(0, 10)}`;
  return resolution === 'vanished' ? `Its cause went away${when}.` : `A person decided it${when}.`;
}

function ofCopy({ backendId, knowledge }: ItemCopy, backends: readonly BackendRecord[]): StoryEntryDto[] {
  const source = backends.find(({ id }) => id === backendId)?.name;
  const { observed } = knowledge;
  if (source === undefined || !observed) return [];
  return [
    {
      at: iso(observed.at),
      kind: 'seen',
      source,
      before: null,
      after: shown(observed),
      rule: null,
      sentence: `Last look: ${seenSentence({ source, state: observed })}`,
      run_id: null,
      change_id: null,
      can_undo: false,
    },
  ];
}

/** Where a server has several copies, the one that disagrees is told of: it is the one to look at. */
function tellingStanding(backend: BackendRecord, tale: Tale): Standing {
  const standings = tale.story.copies
    .filter(({ backendId }) => backendId === backend.id)
    .map((copy) => standingOf(backend, tale, copy));
  return standings.find((one) => !isInStep(one)) ?? standings[0] ?? standingOf(backend, tale, null);
}

function toStanding(backend: BackendRecord, tale: Tale): BackendStandingDto {
  const { story } = tale;
  const standing = tellingStanding(backend, tale);
  const { observed } = standing.known;
  const quarantine = observed ? undefined : quarantineOn(backend, tale);
  const rule = quarantine?.kind ?? presentVerdict(standing);
  const next = prospect(standing);
  const told = { source: backend.name, state: observed ?? { watched: false, positionMs: 0 } };
  return {
    backend: backend.name,
    shows: observed && shown(observed),
    seen_at: observed && iso(observed.at),
    in_step: isInStep(standing),
    rule,
    sentence: quarantine ? inWords(quarantine).text : verdictSentence(rule, told),
    next: nextSentence(next, { source: backend.name, state: stateOf(story.truth) }),
    next_rule: next.kind === 'write' ? next.rule : next.because,
  };
}

/** A copy that may be this item and is kept out. */
const quarantineOn = ({ name }: BackendRecord, { conflicts }: Tale): ConflictRecord | undefined =>
  conflicts.find(
    ({ kind, status, backend }) => kind === 'quarantined' && status === 'open' && backend === name,
  );

const verdictSentence = (rule: string | null, told: Told): string =>
  rule === null ? `${told.source} was never seen to have it.` : changeSentence(rule, told);

const nextSentence = (next: Prospect, told: Told): string => {
  if (next.kind === 'write') return `The next export: ${writeSentence(next.rule, told)}`;
  return next.kind === 'skip' ? reasonSentence(next.because, told) : holdSentence(next.because, told);
};

const newest = (times: readonly number[]): number | null => (times.length === 0 ? null : Math.max(...times));

function standingOf(
  backend: BackendRecord,
  { story, rewatchThresholdS }: Tale,
  copy: ItemCopy | null,
): Standing {
  const isIts = ({ backendId }: { readonly backendId: number | null }): boolean => backendId === backend.id;
  const played = story.changes.filter(
    (change) => isIts(change) && change.status === 'applied' && change.after.kind === 'played',
  );
  const written = story.writes.filter(
    (write) => isIts(write) && write.status === 'written' && write.after?.watched === true,
  );
  return {
    truth: story.truth,
    known: copy?.knowledge ?? NOTHING_KNOWN,
    may: exportPermissions(backend, { ignoreDate: false, rewatchThresholdS }),
    isExportOn: backend.exportEnabled,
    wasExported: backend.exportLastSync !== null,
    mayUnmarkTruth: backend.options.DISABLE_MARK_UNPLAYED !== true,
    isDisputed: copy?.isDisputed === true,
    playedByItAt: newest(played.map(({ after, at }) => after.decidedAt ?? at)),
    writtenAt: newest(written.map(({ at }) => at)),
  };
}
