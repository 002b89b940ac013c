import { inject } from '@angular/core';
import { type CanActivateFn, Router } from '@angular/router';
import { Session } from './session.js';

/** Lets only a signed-in person in, and remembers the wanted page. An unreachable server is told on the sign-in page. */
export const signedIn: CanActivateFn = async (_route, { url }) => {
  const session = inject(Session);
  const router = inject(Router);
  const known = await session.restore().catch(() => false);
  return known || router.createUrlTree(['/auth'], { queryParams: url === '/' ? {} : { return: url } });
};

/** Lets everybody in, but knows who it is first, so that the menu is there from the beginning. */
export const anybody: CanActivateFn = async () => {
  await inject(Session)
    .restore()
    .catch(() => false);
  return true;
};
