import type { HttpResourceRef } from '@angular/common/http';
import { type Signal, computed, effect, inject, linkedSignal, untracked } from '@angular/core';
import { IdentityChoice } from '../session/identity-choice.js';
import { Lookout } from './lookout.js';

/** What a list has held last, and what is wrong with it since. */
export type LastValue<T> = Signal<T | undefined> & {
  /** Why it could not be read, or not be read again; it stays until an answer has come. */
  readonly failure: Signal<unknown>;
  /** Unix seconds of the reading that is shown; null when none is. */
  readonly readAt: Signal<number | null>;
};

interface Reading<T> {
  readonly value: T | undefined;
  readonly readAt: number | null;
  readonly failure: unknown;
}

/**
 * The newest value a list has held: it stays on screen while the next page of it loads, or when that fails,
 * but never for another person or another subject. Once the API is back it is read again.
 */
export function lastValue<T>(
  resource: HttpResourceRef<T | undefined>,
  subject: () => string = () => '',
): LastValue<T> {
  const identity = inject(IdentityChoice);
  const lookout = inject(Lookout);
  const state = linkedSignal<{ value: T | undefined; error: unknown; of: string }, Reading<T>>({
    source: () => ({
      value: resource.hasValue() ? resource.value() : undefined,
      error: resource.error(),
      of: `${identity.current()} ${subject()}`,
    }),
    computation: ({ value, error, of }, before) => {
      const kept = before?.source.of === of ? before.value : NOTHING;
      if (value !== undefined)
        return { value, readAt: value === kept.value ? kept.readAt : Date.now() / 1_000, failure: undefined };
      // While it is tried again, what failed last still stands beside the old value.
      const failure = error ?? (kept.value === undefined ? undefined : kept.failure);
      return { value: kept.value, readAt: kept.readAt, failure };
    },
  });
  let before = lookout.returns();
  effect(() => {
    const now = lookout.returns();
    if (now !== before) untracked(() => resource.reload());
    before = now;
  });
  return Object.assign(
    computed(() => state().value),
    { failure: computed(() => state().failure), readAt: computed(() => state().readAt) },
  );
}

const NOTHING: Reading<never> = { value: undefined, readAt: null, failure: undefined };
