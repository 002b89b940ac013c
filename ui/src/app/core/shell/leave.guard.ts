import { inject } from '@angular/core';
import type { CanDeactivateFn } from '@angular/router';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { Session } from '../session/session.js';

export interface HoldsDraft {
  hasDraft(): boolean;
}

/** Asks before typed text is lost; a lost session has already taken the page away. */
export const askBeforeLeaving: CanDeactivateFn<HoldsDraft> = (page) => {
  if (!inject(Session).isIn() || !page.hasDraft()) return true;
  return inject(Confirmation).ask({
    title: $localize`Leave without saving?`,
    points: [$localize`What you changed on this page will be lost.`],
    action: $localize`Leave`,
  });
};
