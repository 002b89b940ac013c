import type { HttpInterceptorFn } from '@angular/common/http';

/**
 * Says that a request was made by our own pages. Pages of others can make a browser send the session cookie, but they
 * cannot set this header; without it the API does not count the cookie for a change.
 */
export const markOwnRequests: HttpInterceptorFn = (request, next) =>
  next(request.clone({ setHeaders: { 'X-Requested-With': 'WatchState' } }));
