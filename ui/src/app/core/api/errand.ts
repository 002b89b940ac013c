import { type Signal, inject, signal } from '@angular/core';
import { Notices } from '../../shared/notices/notices.js';
import { failureText } from './api-failure.js';

/** Something that a person asked for: one at a time, and they hear how it went. */
export interface Errand {
  readonly isBusy: Signal<boolean>;
  /** Says the sentence that `act` gives; or why it failed. True when it went well. */
  readonly run: (act: () => Promise<string>) => Promise<boolean>;
}

/** `after` runs in either case: what is on screen may be old now. */
export function errand(after: () => unknown = () => undefined): Errand {
  const notices = inject(Notices);
  const isBusy = signal(false);
  const run = async (act: () => Promise<string>): Promise<boolean> => {
    isBusy.set(true);
    try {
      notices.say(await act());
      return true;
    } catch (error) {
      notices.warn(failureText(error));
      return false;
    } finally {
      isBusy.set(false);
      after();
    }
  };
  return { isBusy: isBusy.asReadonly(), run };
}
