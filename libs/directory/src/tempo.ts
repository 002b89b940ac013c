/** How many requests at a time a server has shown that it bears. */
export interface Tempo {
  readonly seats: number;
  /** Good replies since the last change. */
  readonly streak: number;
  /** How long a reply usually takes, milliseconds; null before the first. */
  readonly usualMs: number | null;
}

export interface TempoLimits {
  readonly most: number;
  /** Whoever is slower than usual, but quicker than this, is not overloaded. */
  readonly slowMs: number;
}

const FIRST_SEATS = 2;
/** So many good replies for each seat, before there is one more. */
const PATIENCE = 4;
const SLOWER_THAN_USUAL = 4;
const NEW_WEIGHT = 0.2;

export const firstTempo = ({ most }: TempoLimits): Tempo => ({
  seats: Math.min(FIRST_SEATS, most),
  streak: 0,
  usualMs: null,
});

/** A server that groans gets half as much to do; one that answers well gets one more (users.md 30). */
export function afterReply(
  tempo: Tempo,
  reply: { readonly ms: number; readonly isOverloaded: boolean },
  limits: TempoLimits,
): Tempo {
  if (reply.isOverloaded || isSlow(tempo, reply.ms, limits))
    return { ...tempo, seats: Math.max(1, Math.floor(tempo.seats / 2)), streak: 0 };
  const usualMs = tempo.usualMs === null ? reply.ms : tempo.usualMs + (reply.ms - tempo.usualMs) * NEW_WEIGHT;
  const streak = tempo.streak + 1;
  const isEarned = streak >= tempo.seats * PATIENCE && tempo.seats < limits.most;
  return isEarned ? { seats: tempo.seats + 1, streak: 0, usualMs } : { seats: tempo.seats, streak, usualMs };
}

const isSlow = ({ usualMs }: Tempo, ...[ms, { slowMs }]: [number, TempoLimits]): boolean =>
  usualMs !== null && ms > slowMs && ms > usualMs * SLOWER_THAN_USUAL;
