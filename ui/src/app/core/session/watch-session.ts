import type { HttpInterceptorFn } from '@angular/common/http';
import { Injector, inject } from '@angular/core';
import { catchError, throwError } from 'rxjs';
import { ApiFailure } from '../api/api-failure.js';
import { EXPECTS_REFUSAL } from './expects-refusal.js';
import { Session } from './session.js';

/** A media server's token that is refused says nothing about the session. */
const OTHERS_TOKEN = 'token-rejected';

/** A 401 on any page means that the session is over. */
export const watchSession: HttpInterceptorFn = (request, next) => {
  const injector = inject(Injector);
  return next(request).pipe(
    catchError((error: unknown) => {
      const isOver = error instanceof ApiFailure && error.status === 401 && error.key !== OTHERS_TOKEN;
      if (isOver && !request.context.get(EXPECTS_REFUSAL)) injector.get(Session).lapse();
      return throwError(() => error);
    }),
  );
};
