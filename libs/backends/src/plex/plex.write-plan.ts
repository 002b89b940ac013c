import { samePosition, type PlayState, type RemoteItem } from '#libs/core';

/** One call that changes state. */
export type WriteStep =
  | { readonly kind: 'scrobble' | 'unscrobble' }
  | { readonly kind: 'stop-at'; readonly positionMs: number; readonly runtimeMs: number };

type StopAt = Extract<WriteStep, { readonly kind: 'stop-at' }>;

/** From this part of the runtime on, Plex takes a stop for a view instead of keeping the position (quirk 40). */
const COMPLETED = 0.9;

/** The calls that turn what the server shows into what is wanted; none when it is so already (plex.md 4.4, 4.7). */
export function planWrite(current: RemoteItem, wanted: PlayState): readonly WriteStep[] {
  const stop = stopAt(current, wanted.positionMs);
  if (wanted.watched !== current.watched) {
    // Both marks clear the position, so that a wanted one is set afterwards.
    const mark = { kind: wanted.watched ? 'scrobble' : 'unscrobble' } as const;
    return stop && stop.positionMs > 0 ? [mark, stop] : [mark];
  }
  if (samePosition(wanted.positionMs, current.positionMs)) return [];
  // Plex has no call that only clears a position; on an unwatched item this mark does nothing else.
  if (wanted.positionMs === 0 && !current.watched) return [{ kind: 'unscrobble' }];
  return stop ? [stop] : [];
}

/** Null for a position that the server would drop, or take for a view that nobody asked for. */
function stopAt({ runtimeMs }: RemoteItem, positionMs: number): StopAt | null {
  if (runtimeMs === null || positionMs >= runtimeMs * COMPLETED) return null;
  return { kind: 'stop-at', positionMs, runtimeMs };
}
