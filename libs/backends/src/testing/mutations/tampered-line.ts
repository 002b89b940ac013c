import axios, { type AxiosInstance } from 'axios';
import { vi } from 'vitest';

interface Recorded {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What the clients give to axios, as far as it matters here. */
interface Wish {
  readonly baseURL?: string;
  readonly url?: string;
  readonly method?: string;
  readonly params?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: unknown;
}

/**
 * Stands in for the network: each answer is fetched from the fake once, and given again from memory, so that tens of
 * thousands of conversations take seconds. `tamper` may change an answer on its way.
 */
export class TamperedLine {
  private readonly recorded = new Map<string, Promise<Recorded>>();
  /** Given "METHOD path" and the answer; returns what arrives. */
  tamper: (line: string, text: string) => string = (_, text) => text;

  lay(): void {
    vi.spyOn(axios, 'create').mockImplementation((defaults) => this.instance({ ...defaults } as Wish));
  }

  private instance(defaults: Wish): AxiosInstance {
    const request = async (config: Wish) => {
      const { status, headers, text } = await this.record(defaults, config);
      const data = Buffer.from(this.tamper(`${config.method} ${config.url}`, text));
      return { status, statusText: '', headers, config: {}, data };
    };
    // The clients use nothing of an instance but this.
    return { request } as unknown as AxiosInstance;
  }

  private record(defaults: Wish, config: Wish): Promise<Recorded> {
    const url = new URL(`${defaults.baseURL ?? ''}${config.url ?? ''}`);
    for (const [name, value] of Object.entries(config.params ?? {}))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const key = `${config.method} ${url.href}`;
    const known = this.recorded.get(key) ?? this.fetch(url, defaults, config);
    this.recorded.set(key, known);
    return known;
  }

  private async fetch(url: URL, ...[defaults, config]: Wish[]): Promise<Recorded> {
    const response = await fetch(url, {
      method: config?.method ?? 'GET',
      headers: { ...defaults?.headers, ...config?.headers },
      ...(config?.data === undefined ? {} : { body: JSON.stringify(config.data) }),
    });
    const headers = Object.fromEntries(response.headers);
    return { status: response.status, headers, text: await response.text() };
  }
}
