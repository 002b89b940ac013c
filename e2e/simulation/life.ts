import type { FakeUserData } from '#libs/testing';
import { SERVERS, type ServerType } from '../harness/index.js';

export type States = Readonly<Record<ServerType, FakeUserData>>;

/** `again`: what is watched is begun once more and left half-way; watched to the end once more is `watch`. */
export type Act = 'watch' | 'unmark' | 'pause' | 'again' | 'replace' | 'mark here' | 'unmark here';

/** What somebody did with a title. `round` counts from 1. */
export interface Deed {
  readonly act: Act;
  readonly at: ServerType | null;
  readonly round: number;
  /** Where it was paused. */
  readonly positionMs?: number;
  /** The server keeps no date of it. */
  readonly isUndated?: boolean;
  /** The server dates it days ago. */
  readonly isLongAgo?: boolean;
}

/** What was seen of a title at the end of a round. */
export interface Look {
  readonly watched: boolean;
  /** Where the item is to be resumed. */
  readonly positionMs: number;
  readonly states: States;
}

/** A broken promise with the life of its title; the number is that of the title. */
export interface Complaint {
  readonly number: number;
  readonly text: string;
}

/** Servers round to whole seconds, and so may each step on the way. */
const SAME_POSITION_MS = 2_000;

/** A position is no word about *watched*. */
const SAYS_NOTHING: ReadonlySet<Act> = new Set(['pause', 'again', 'replace']);

const isSamePlace = (a: number, b: number): boolean => Math.abs(a - b) <= SAME_POSITION_MS;

const inWords = ({ watched, positionMs }: Pick<Look, 'watched' | 'positionMs'>): string =>
  `${watched ? 'watched' : 'unwatched'}${positionMs > 0 ? ` at ${positionMs}` : ''}`;

/** All that happened to one title, and whether that may be. Nobody knows more than what the deeds say. */
export class Life {
  readonly deeds: Deed[] = [];
  readonly looks: Look[] = [];

  constructor(
    readonly title: string,
    /** Whether second viewings are carried on. */
    private readonly rewatch: boolean,
  ) {}

  /** The first rule of all: nothing that a person watched is turned unwatched without an unmark by a person. */
  lossOf(look: Look): string | null {
    const before = this.looks.at(-1);
    if (before?.watched && !look.watched && !this.isUnmarkedSince(this.watchedSince()))
      return 'the item became unwatched although nobody unmarked it since it was watched';
    if (this.isUnmarkedSince(0)) return null;
    const lost = SERVERS.filter((type) => this.wasWatchedOn(type) && !look.states[type].watched);
    return lost.length > 0 ? `${lost.join(' and ')} lost a viewing that nobody took back` : null;
  }

  /** The round in which the item became watched for the last time. */
  private watchedSince(): number {
    const lastUnwatched = this.looks.findLastIndex(({ watched }) => !watched);
    return lastUnwatched + 2;
  }

  private isUnmarkedSince(round: number): boolean {
    return this.deeds.some(({ act, round: at }) => act.startsWith('unmark') && at >= round - 1);
  }

  private wasWatchedOn(type: ServerType): boolean {
    const mine = this.deeds.filter(({ at }) => at === type);
    // Jellyfin itself takes the mark away when a viewing begins; that it comes back is asked for at the end.
    return (
      mine.some(({ act }) => act === 'watch') && !mine.some(({ act }) => act === 'replace' || act === 'again')
    );
  }

  /** What the last deed asks for, where nothing else was done since all servers had been read; null where that is not clear. */
  wish(wholeRounds: ReadonlySet<number>): boolean | null {
    const last = this.deeds.at(-1);
    if (!last || SAYS_NOTHING.has(last.act)) return null;
    const synced = this.lastSyncBefore(last.round, wholeRounds);
    const since = this.deeds.filter(({ round }) => round >= synced);
    if (since.length > 1 || this.deeds.some(({ act, round }) => act === 'replace' && round >= synced - 1))
      return null;
    if (!last.act.startsWith('unmark')) return true;
    return last.at === null || this.wasSeenWatched(last.at, synced) ? false : null;
  }

  /** The latest round before `round` in which every server was read to its end, after which whatever was done before is known. */
  private lastSyncBefore(round: number, wholeRounds: ReadonlySet<number>): number {
    for (let one = round - 1; one > 0; one -= 1) if (wholeRounds.has(one)) return one;
    return 0;
  }

  /** Shown as watched at the end of the round before the one in which it was read. */
  private wasSeenWatched(type: ServerType, synced: number): boolean {
    return this.looks[synced - 2]?.states[type].watched === true;
  }

  /** Where the servers are not as the item; a later viewing that shows in nothing but its date is no news by contract. */
  disagreements({ watched, states }: Look): readonly ServerType[] {
    return SERVERS.filter((type) => states[type].watched !== watched && !this.isLaterViewing(type, watched));
  }

  /** Where the last pause asks to resume, where nothing else was done since all servers had been read; null where that is not clear. */
  resume(wholeRounds: ReadonlySet<number>): number | null {
    const last = this.lastAlone(wholeRounds);
    if (last?.act === 'pause') return last.positionMs ?? null;
    // Seen to the end once more, nothing is left to resume.
    return last && this.rewatch && this.isSecondViewing() ? (last.positionMs ?? 0) : null;
  }

  isResumedWhereAsked({ watched, positionMs }: Look, wholeRounds: ReadonlySet<number>): boolean {
    const resume = this.resume(wholeRounds);
    return resume === null || watched || isSamePlace(resume, positionMs);
  }

  /**
   * Where it would be resumed elsewhere than the item says; of what is watched, than a second viewing that is carried on
   * says. A server that shows something else than the item is told of by itself.
   */
  elsewhere({ watched, positionMs, states }: Look, wholeRounds: ReadonlySet<number>): readonly ServerType[] {
    const carriedOn = this.isSeenAgain(wholeRounds) ? this.resume(wholeRounds) : null;
    const place = watched ? carriedOn : positionMs;
    if (place === null) return [];
    return SERVERS.filter(
      (type) => states[type].watched === watched && !isSamePlace(states[type].positionMs, place),
    );
  }

  /** Whether a second viewing, and what is to become of it, is clear. */
  isSeenAgain(wholeRounds: ReadonlySet<number>): boolean {
    return this.lastAlone(wholeRounds) !== null && this.isSecondViewing();
  }

  /**
   * Where second viewings are not carried on, the position stays where it was left. Emby's clock is behind, and by its
   * dates everything there was done before.
   */
  hasKeptPlace({ states }: Look, wholeRounds: ReadonlySet<number>): boolean {
    const last = this.lastAlone(wholeRounds);
    if (this.rewatch || last?.act !== 'again' || last.at === null || last.at === 'emby') return true;
    return !this.isSecondViewing() || isSamePlace(states[last.at].positionMs, last.positionMs ?? 0);
  }

  /** A viewing of long ago, then parts of a second one, and perhaps its end: what is begun soon after that is no third. */
  private isSecondViewing(): boolean {
    const [first, ...others] = this.deeds;
    const last = others.at(-1);
    const isEnded = last?.act === 'watch' && last.isLongAgo !== true;
    const parts = isEnded ? others.slice(0, -1) : others;
    return first?.isLongAgo === true && last !== undefined && parts.every(({ act }) => act === 'again');
  }

  /** The last deed, where nothing else was done since all servers had been read. */
  private lastAlone(wholeRounds: ReadonlySet<number>): Deed | null {
    const last = this.deeds.at(-1);
    if (!last) return null;
    const synced = this.lastSyncBefore(last.round, wholeRounds);
    return this.deeds.filter(({ round }) => round >= synced).length > 1 ? null : last;
  }

  private isLaterViewing(type: ServerType, watched: boolean): boolean {
    const viewed = this.deeds.findLastIndex(({ act, at }) => act === 'watch' && at === type);
    const unmarked = this.deeds.findLastIndex(({ act }) => act.startsWith('unmark'));
    return !watched && viewed > unmarked;
  }

  tell(): string {
    const told = this.deeds.map(
      ({ act, at, round, positionMs, isUndated, isLongAgo }) =>
        `${round}: ${act}${at === null ? '' : ` on ${at}`}${positionMs === undefined ? '' : ` at ${positionMs}`}${isUndated ? ', undated' : ''}${isLongAgo ? ', long ago' : ''}`,
    );
    const seen = this.looks.map(({ states, ...item }, index) => {
      const shown = SERVERS.map((type) => `${type} ${inWords(states[type])}`);
      return `${index + 1}: item ${inWords(item)}, ${shown.join(', ')}`;
    });
    return [this.title, 'deeds', ...told, 'looks', ...seen].join('\n  ');
  }
}
