import { HttpClient, type HttpParamsOptions, type HttpResourceRequest } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { IdentityChoice } from '../session/identity-choice.js';

export const API = '/v1/api/';
export type Query = NonNullable<HttpParamsOptions['fromObject']>;

/** The one way to the API: adds the address and the identity. Failures arrive as `ApiFailure`. */
@Service()
export class Api {
  private readonly http = inject(HttpClient);
  private readonly identity = inject(IdentityChoice);

  /** A request for `httpResource`. It reads the identity, so switching the person reads again. */
  read(path: string, params: Query = {}): HttpResourceRequest {
    return { url: API + path, params, headers: this.headers() };
  }

  get<T>(path: string, params: Query = {}): Promise<T> {
    return firstValueFrom(this.http.get<T>(API + path, { params, headers: this.headers() }));
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return firstValueFrom(this.http.post<T>(API + path, body, { headers: this.headers() }));
  }

  patch<T>(path: string, body: object): Promise<T> {
    return firstValueFrom(this.http.patch<T>(API + path, body, { headers: this.headers() }));
  }

  put<T>(path: string, body: object): Promise<T> {
    return firstValueFrom(this.http.put<T>(API + path, body, { headers: this.headers() }));
  }

  delete<T>(path: string, body?: object): Promise<T> {
    return firstValueFrom(this.http.delete<T>(API + path, { body, headers: this.headers() }));
  }

  private headers(): Record<string, string> {
    return { 'X-User': this.identity.current() };
  }
}
