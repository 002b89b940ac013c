import { HttpErrorResponse, type HttpInterceptorFn, HttpResponse } from '@angular/common/http';
import { inject } from '@angular/core';
import { tap } from 'rxjs';
import { Lookout } from './lookout.js';

/** No answer at all, or only one of a proxy that stands before the API. */
const isSilence = ({ status, error }: HttpErrorResponse): boolean =>
  status === 0 || ([502, 503, 504].includes(status) && !isEnvelope(error));
const isEnvelope = (body: unknown): boolean => typeof body === 'object' && body !== null && 'error' in body;

/** Tells the lookout of every answer, and of every request that found nobody. */
export const watchReach: HttpInterceptorFn = (request, next) => {
  const lookout = inject(Lookout);
  return next(request).pipe(
    tap({
      next: (event) => event instanceof HttpResponse && lookout.meet(),
      error: (error: unknown) => {
        if (!(error instanceof HttpErrorResponse)) return;
        if (isSilence(error)) lookout.miss();
        else lookout.meet();
      },
    }),
  );
};
