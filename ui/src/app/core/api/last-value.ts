import type { HttpResourceRef } from '@angular/common/http';
import { type Signal, inject, linkedSignal } from '@angular/core';
import { IdentityChoice } from '../session/identity-choice.js';

/** The newest value a list has held: it stays on screen while the next page loads, but never for another person. */
export function lastValue<T>(resource: HttpResourceRef<T | undefined>): Signal<T | undefined> {
  const identity = inject(IdentityChoice);
  return linkedSignal<{ value: T | undefined; who: string }, T | undefined>({
    source: () => ({ value: resource.hasValue() ? resource.value() : undefined, who: identity.current() }),
    computation: ({ value, who }, before) => value ?? (before?.source.who === who ? before.value : undefined),
  });
}
