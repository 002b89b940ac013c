import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { catchError, throwError } from 'rxjs';
import { readFailure } from './api-failure.js';

/** Turns every HTTP error into an `ApiFailure`, so that pages need to know one kind of failure. */
export const translateFailures: HttpInterceptorFn = (request, next) =>
  next(request).pipe(
    catchError((error: unknown) =>
      throwError(() => (error instanceof HttpErrorResponse ? readFailure(error) : error)),
    ),
  );
