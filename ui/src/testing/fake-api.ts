import { provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  HttpTestingController,
  type TestRequest,
  provideHttpClientTesting,
} from '@angular/common/http/testing';
import type { EnvironmentProviders, Provider } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { vi } from 'vitest';
import { API } from '../app/core/api/api.js';
import { translateFailures } from '../app/core/api/translate-failures.js';
import { watchReach } from '../app/core/api/watch-reach.js';
import { OPEN_STREAM } from '../app/core/live/event-stream.js';
import { reachApi } from '../app/core/session/reach-api.js';
import { watchSession } from '../app/core/session/watch-session.js';
import { FakeStream } from './fake-stream.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Body = Parameters<TestRequest['flush']>[0];

/** What every page needs: the real interceptors over an HTTP client that a test answers. */
export const apiProviders = (): (Provider | EnvironmentProviders)[] => [
  provideHttpClient(withInterceptors([watchSession, translateFailures, watchReach, reachApi])),
  provideHttpClientTesting(),
  { provide: OPEN_STREAM, useValue: (url: string) => new FakeStream(url) },
];

/** The API as a test plays it: waits for a request, then answers it. */
export class FakeApi {
  private readonly controller = TestBed.inject(HttpTestingController);
  private readonly waiting: TestRequest[] = [];

  /** The next request to a path (below the API's prefix); whatever its query is. */
  async next(method: Method, path: string, origin = ''): Promise<TestRequest> {
    return vi.waitFor(
      () => {
        this.collect();
        const index = this.waiting.findIndex(
          ({ request }) => request.method === method && request.url === origin + API + path,
        );
        const [found] = index < 0 ? [] : this.waiting.splice(index, 1);
        if (!found) throw new Error(`no request: ${method} ${path}; open: ${this.open().join(', ')}`);
        return found;
      },
      { interval: 2 },
    );
  }

  async answer(method: Method, path: string, body: Body): Promise<TestRequest> {
    const request = await this.next(method, path);
    request.flush(body);
    TestBed.tick();
    return request;
  }

  async refuse(method: Method, path: string, failure: Refusal): Promise<TestRequest> {
    const { status, headers = {}, message = 'No.', key = 'refused', fields, runId } = failure;
    const request = await this.next(method, path);
    const error = { code: status, key, message, ...(fields ? { fields } : {}) };
    request.flush({ error, ...(runId ? { run_id: runId } : {}) }, { status, statusText: 'Refused', headers });
    TestBed.tick();
    return request;
  }

  /** True when nothing that fits has been asked for so far. */
  hasNot(method: Method, path: string): boolean {
    TestBed.tick();
    this.collect();
    return !this.waiting.some(({ request }) => request.method === method && request.url === API + path);
  }

  private collect(): void {
    TestBed.tick();
    this.waiting.push(...this.controller.match(() => true));
  }

  private open(): readonly string[] {
    return this.waiting.map(({ request }) => `${request.method} ${request.urlWithParams}`);
  }
}

export interface Refusal {
  readonly status: number;
  readonly message?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
  readonly fields?: readonly { readonly field: string; readonly message: string; readonly hint?: string }[];
  readonly runId?: string;
}
