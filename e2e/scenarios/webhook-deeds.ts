import type { ServerType } from '../harness/index.js';

export type Deed = 'play' | 'pause' | 'stop' | 'scrobble' | 'mark' | 'unmark' | 'rate' | 'added';

/** What a server sends when a person does something there, and what the deliveries must say of it. */
export interface Message {
  readonly event: string;
  /** Jellyfin's `SaveReason`. */
  readonly reason?: string;
  readonly verdict: string;
  readonly because: RegExp;
}

const SAW_NOTHING = /^(unchanged|same|no-news)/;
const POSITION = /progress/;
const PLAYED = /played/;
const UNMARKED = /unmarked/;
/** A new copy that differs from what the others know. */
const NEW_COPY = /never-seen-played/;

const matched = (event: string, because: RegExp, reason?: string): Message => ({
  event,
  ...(reason !== undefined && { reason }),
  verdict: 'matched',
  because,
});
const onlyARating = (event: string, reason?: string): Message => ({
  ...matched(event, /^only-a-rating$/, reason),
  verdict: 'ignored',
});

/** Plex sends nothing when something is marked by hand; `library.on.deck` is what rings next. */
export const MESSAGES: Readonly<Record<ServerType, Readonly<Record<Deed, Message>>>> = {
  plex: {
    play: matched('media.play', SAW_NOTHING),
    pause: matched('media.pause', POSITION),
    stop: matched('media.stop', POSITION),
    scrobble: matched('media.scrobble', PLAYED),
    mark: matched('library.on.deck', PLAYED),
    unmark: matched('library.on.deck', UNMARKED),
    rate: onlyARating('media.rate'),
    added: matched('library.new', NEW_COPY),
  },
  jellyfin: {
    play: matched('PlaybackStart', SAW_NOTHING),
    pause: matched('UserDataSaved', POSITION, 'PlaybackProgress'),
    stop: matched('PlaybackStop', POSITION),
    scrobble: matched('UserDataSaved', PLAYED, 'PlaybackFinished'),
    mark: matched('UserDataSaved', PLAYED, 'TogglePlayed'),
    unmark: matched('UserDataSaved', UNMARKED, 'TogglePlayed'),
    rate: onlyARating('UserDataSaved', 'UpdateUserRating'),
    added: matched('ItemAdded', NEW_COPY),
  },
  emby: {
    play: matched('playback.start', SAW_NOTHING),
    pause: matched('playback.pause', POSITION),
    stop: matched('playback.stop', POSITION),
    scrobble: matched('playback.scrobble', PLAYED),
    mark: matched('item.markplayed', PLAYED),
    unmark: matched('item.markunplayed', UNMARKED),
    rate: onlyARating('item.rate'),
    added: matched('library.new', NEW_COPY),
  },
};
