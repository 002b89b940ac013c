import { Service } from '@angular/core';
import { API } from '../api/api.js';
import type { ConnectionSettings } from './connection.js';

export type Verdict = 'ok' | 'refused' | 'silent' | 'stranger';

/** Proves connection settings before they are kept. It asks with `fetch`, since the settings in use must not take part. */
@Service()
export class ConnectionTester {
  async test({ url, token }: ConnectionSettings): Promise<Verdict> {
    try {
      const answer = await fetch(`${url}${API}system/version`, {
        headers: { 'X-APIKEY': token },
        credentials: 'omit',
      });
      if (answer.status === 401 || answer.status === 403) return 'refused';
      const body: unknown = answer.ok ? await answer.json() : null;
      return typeof body === 'object' && body !== null && 'version' in body ? 'ok' : 'stranger';
    } catch {
      return 'silent';
    }
  }
}
