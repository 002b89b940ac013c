import { believedShown, planExport, planWrite, type ExportPermissions } from '../export-plan.js';
import { believed, isOurStamp, NOTHING_KNOWN, observe, type Knowledge } from '../knowledge.js';
import { merge, type MergeRule } from '../merge.js';
import { samePosition, UNWATCHED, type PlayState } from '../play-state.js';
import type { RemoteItem } from '../remote-item.js';
import { sameTruth, UNDECIDED, type Truth } from '../truth.js';
import { permissions } from './build.js';
import { HABITS, ModelServer } from './model-server.js';

export type Name = keyof typeof HABITS;
export const NAMES = ['plex', 'jellyfin', 'emby'] as const satisfies readonly Name[];

/** How a household is set up; by default all servers are read and written, and all clocks are right. */
export interface Household {
  /** Written only: what it says changes nothing. */
  readonly target?: Name | null;
  /** Seconds by which a server's clock is ahead of ours. */
  readonly clockAhead?: Partial<Record<Name, number>>;
  /** Seconds after which a second viewing is carried on; absent: it never is. */
  readonly rewatchAfterS?: number;
}

/** What may go wrong with one write. */
export type Mishap = 'none' | 'killed before' | 'killed after' | 'failed' | 'lost';

interface Page {
  readonly report: RemoteItem;
  readonly readAt: number;
}

interface Run extends Page {
  readonly proposal: { readonly before: Truth; readonly after: Truth } | null;
  readonly isApplied: boolean;
}

/** What the database keeps of one backend. */
interface Backend {
  readonly server: ModelServer;
  knowledge: Knowledge;
  /** Equal reports are not looked at again. */
  fingerprint: string;
  lastCompleteRead: number;
  run: Run | null;
  /** A write that was planned before the worker was killed. */
  isWritePlanned: boolean;
}

/** Something that must never happen. */
export class Broken extends Error {}

/** One person, one item, three servers; the importer and the exporter without stores and networks. */
export class SyncModel {
  truth: Truth = UNDECIDED;
  readonly story: string[] = [];
  /** Whose undated unmark made the truth unplayed, and its last look before (M-33). */
  private unmark: { readonly name: Name; readonly since: number } | null = null;
  private readonly backends: Readonly<Record<Name, Backend>>;

  constructor(
    public now: number,
    private readonly household: Household = {},
  ) {
    this.backends = {
      plex: this.newBackend('plex'),
      jellyfin: this.newBackend('jellyfin'),
      emby: this.newBackend('emby'),
    };
  }

  server(name: Name): ModelServer {
    return this.backends[name].server;
  }

  /** A person decides in our own UI (I-20). */
  decide(watched: boolean): void {
    if ((this.truth.kind === 'played') === watched) return;
    this.truth = {
      kind: watched ? 'played' : 'unplayed',
      decidedAt: this.now,
      playedAt: watched ? this.now : this.truth.playedAt,
      positionMs: 0,
      positionAt: this.now,
    };
    this.unmark = null;
  }

  /** A complete import at once. */
  import(name: Name): void {
    this.beginImport(name);
    this.applyPage(name);
    this.finishImport(name, true);
  }

  /** An import that stops half-way: what it read counts, what it proposes does not (M-21c). */
  halfImport(name: Name): void {
    this.beginImport(name);
    this.applyPage(name);
    this.finishImport(name, false);
  }

  beginImport(name: Name): void {
    const { server } = this.backends[name];
    this.backends[name].run = { report: server.read(), readAt: this.now, proposal: null, isApplied: false };
  }

  /** The page that was read, perhaps a while ago. */
  applyPage(name: Name): void {
    const { run } = this.backends[name];
    if (!run || run.isApplied) return;
    const proposal = this.take(name, run, 'run');
    this.backends[name].run = { ...run, proposal, isApplied: true };
  }

  finishImport(name: Name, isComplete: boolean): void {
    const backend = this.backends[name];
    const { run } = backend;
    backend.run = null;
    if (!run?.isApplied || !isComplete) return;
    if (run.proposal && sameTruth(run.proposal.before, this.truth)) {
      this.adopt(name, run.proposal.after, 'unmarked');
      this.see(name, { report: run.report, readAt: run.readAt }, false);
    }
    backend.lastCompleteRead = run.readAt;
  }

  /** One item, read again because somebody rang. Over the guard's budget no unmark is believed. */
  ring(name: Name, isWithinBudget = true): void {
    const page = { report: this.backends[name].server.read(), readAt: this.now };
    this.take(name, page, isWithinBudget ? 'complete' : 'incomplete');
  }

  /** Plans on belief and writes on a fresh read. */
  export(name: Name, mishap: Mishap = 'none'): void {
    const backend = this.backends[name];
    if (!backend.knowledge.observed || (!backend.isWritePlanned && !this.isWritePlanned(name))) return;
    backend.isWritePlanned = false;
    const read = backend.server.read();
    const step = planWrite({ truth: this.truth, known: this.known(name), report: read }, this.may(name));
    if (step.kind === 'import-first') this.ring(name);
    if (step.kind === 'skip' && step.because === 'already-there') this.expect(name, read);
    if (step.kind === 'write') this.write(name, step.state, mishap);
  }

  /** The database offers what is out of step by its own columns; the plan decides on what is known. */
  private isWritePlanned(name: Name): boolean {
    if (!isOutOfStep(this.truth, this.backends[name].knowledge)) return false;
    return planExport(this.truth, believedShown(this.known(name)), this.may(name)).kind === 'write';
  }

  get writes(): number {
    return NAMES.reduce((sum, name) => sum + this.backends[name].server.writes, 0);
  }

  private newBackend(name: Name): Backend {
    const clock = { now: () => this.now, ahead: this.household.clockAhead?.[name] ?? 0 };
    return {
      server: new ModelServer(name, HABITS[name], clock),
      knowledge: NOTHING_KNOWN,
      fingerprint: '',
      lastCompleteRead: 0,
      run: null,
      isWritePlanned: false,
    };
  }

  private may(name: Name): ExportPermissions {
    return permissions({
      isSource: this.isSource(name),
      syncsRewatch: this.household.rewatchAfterS !== undefined,
    });
  }

  private isSource(name: Name): boolean {
    return this.household.target !== name;
  }

  private write(name: Name, state: PlayState, mishap: Mishap): void {
    const backend = this.backends[name];
    if (!state.watched && backend.server.read().watched && this.truth.kind !== 'unplayed')
      throw new Broken(`${name} is unmarked although nobody unmarked the item`);
    this.story.push(`${this.now} write ${name} ${JSON.stringify(state)} ${mishap}`);
    const before = backend.knowledge;
    // Announced before the call, so that a killed worker leaves no state that looks like a person's wish.
    this.expect(name, state);
    backend.isWritePlanned = mishap.startsWith('killed');
    if (mishap === 'failed') backend.knowledge = before;
    else if (mishap === 'none' || mishap === 'killed after')
      backend.server.write(state, writeDate(this.truth));
    else backend.server.writes += 1;
  }

  private expect(name: Name, { watched, positionMs }: PlayState): void {
    const backend = this.backends[name];
    backend.knowledge = { ...backend.knowledge, expected: { watched, positionMs, at: this.now } };
    // Forgotten, so that the next import looks even when nothing moved: perhaps the write was not taken.
    backend.fingerprint = '';
  }

  /** Merges a page; what it would unmark is handed back when it is to wait. */
  private take(name: Name, page: Page, trust: 'run' | 'complete' | 'incomplete'): Run['proposal'] {
    const { report, readAt } = page;
    if (this.backends[name].fingerprint === fingerprint(report)) return null;
    const known = this.known(name);
    const { truth, rule } = merge(
      { truth: this.truth, known, report },
      {
        now: readAt,
        isSource: this.isSource(name),
        mayUnmark: true,
        isReadComplete: trust !== 'incomplete',
        isTrusted: false,
        viewedElsewhereAt: this.viewedElsewhereAt(name),
        rewatchAfterS: this.household.rewatchAfterS ?? null,
        unmarkedElsewhereSince: this.unmark && this.unmark.name !== name ? this.unmark.since : null,
      },
    );
    this.story.push(
      `${this.now} merge ${name} ${rule} ${JSON.stringify(stateOfReport(report))} read ${readAt}`,
    );
    if (rule === 'stale' || rule === 'read-incomplete') return null;
    if (trust === 'run' && rule === 'unmarked') return { before: this.truth, after: truth };
    this.adopt(name, truth, rule);
    this.see(name, page, isOurStamp(known, report));
    return null;
  }

  private adopt(name: Name, truth: Truth, rule: MergeRule): void {
    const since = this.known(name).observed?.at ?? 0;
    if (this.truth.kind === 'played' && truth.kind !== 'played' && !this.isUnmarkedSince(name, since))
      throw new Broken(`${name} unmarks by ${rule} although nobody unmarked it there since ${since}`);
    if (this.truth.kind !== truth.kind) this.unmark = rule === 'unmarked' ? { name, since } : null;
    this.truth = truth;
  }

  private isUnmarkedSince(name: Name, since: number): boolean {
    const { unmarkedAt } = this.backends[name].server;
    return unmarkedAt !== null && unmarkedAt >= since;
  }

  private see(name: Name, { report, readAt }: Page, isEcho: boolean): void {
    const backend = this.backends[name];
    const { observed, expected } = backend.knowledge;
    const writtenAt = isEcho ? (expected?.at ?? observed?.writtenAt ?? null) : null;
    const isWriteNewer = expected !== null && expected.at > readAt;
    backend.knowledge = {
      observed: { ...observe(report, readAt, this.isSource(name)), isEcho, writtenAt },
      expected: isWriteNewer ? expected : null,
    };
    backend.fingerprint = isWriteNewer ? '' : fingerprint(report);
  }

  /** What stayed unchanged was seen at the last complete read, too. */
  private known(name: Name): Knowledge {
    const { knowledge, lastCompleteRead } = this.backends[name];
    const { observed, expected } = knowledge;
    return { observed: observed && { ...observed, at: Math.max(observed.at, lastCompleteRead) }, expected };
  }

  private viewedElsewhereAt(name: Name): number | null {
    const dates = NAMES.filter((other) => other !== name).flatMap((other) => {
      const { observed } = this.backends[other].knowledge;
      return observed?.watched && observed.asSource && !observed.isEcho && observed.playedAt !== null
        ? [observed.playedAt]
        : [];
    });
    return dates.length === 0 ? null : Math.max(...dates);
  }
}

/** As the database asks (`OUT_OF_STEP`). */
const isOutOfStep = (truth: Truth, known: Knowledge): boolean => {
  const offered = believed(known) ?? UNWATCHED;
  const isElsewhere = !samePosition(truth.positionMs, offered.positionMs);
  if (truth.kind === 'played')
    return !offered.watched || (isElsewhere && isSecondViewingOffered(truth, known));
  if (offered.watched) return truth.kind === 'unplayed';
  return truth.positionAt !== null && isElsewhere;
};

const isSecondViewingOffered = (
  { positionMs, positionAt, decidedAt }: Truth,
  { observed, expected }: Knowledge,
): boolean =>
  positionMs > 0 ||
  [observed?.playedAt, observed?.since, expected?.at, observed?.writtenAt].some(
    (date) => (date ?? Infinity) <= Math.max(decidedAt ?? 0, positionAt ?? 0),
  );

const fingerprint = (report: RemoteItem): string => JSON.stringify(report);

const stateOfReport = ({ watched, positionMs, playCount, playedAt, addedAt }: RemoteItem): object => ({
  watched,
  positionMs,
  playCount,
  playedAt,
  addedAt,
});

/** The date that a write carries to a server that takes dates. */
const writeDate = ({ kind, playedAt, decidedAt, positionAt }: Truth): number | null =>
  kind === 'played' ? (playedAt ?? decidedAt) : (positionAt ?? decidedAt);
