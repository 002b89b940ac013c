import type { HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { API } from '../api/api.js';
import { Connection } from './connection.js';

/** Sends requests for the API to where the connection settings say, with their key in a header. */
export const reachApi: HttpInterceptorFn = (request, next) => {
  const settings = inject(Connection).settings();
  if (!settings || !request.url.startsWith(API)) return next(request);
  return next(
    request.clone({
      url: settings.url === location.origin ? request.url : settings.url + request.url,
      setHeaders: { 'X-APIKEY': settings.token },
    }),
  );
};
