import type { HttpResourceRef } from '@angular/common/http';
import { type Signal, inject, linkedSignal } from '@angular/core';
import { IdentityChoice } from '../session/identity-choice.js';

/**
 * The newest value a list has held: it stays on screen while the next page of it loads,
 * but never for another person or another subject.
 */
export function lastValue<T>(
  resource: HttpResourceRef<T | undefined>,
  subject: () => string = () => '',
): Signal<T | undefined> {
  const identity = inject(IdentityChoice);
  return linkedSignal<{ value: T | undefined; of: string }, T | undefined>({
    source: () => ({
      value: resource.hasValue() ? resource.value() : undefined,
      of: `${identity.current()} ${subject()}`,
    }),
    computation: ({ value, of }, before) => value ?? (before?.source.of === of ? before.value : undefined),
  });
}
