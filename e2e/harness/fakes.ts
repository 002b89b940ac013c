import type { Fault, FakeTitle, FakeUserData, LoggedRequest } from '#libs/testing';
import { ChildProgram } from './child-program.js';
import type { NewBackend } from './api.js';

export type ServerType = 'plex' | 'jellyfin' | 'emby';

interface ServerCard {
  readonly type: ServerType;
  readonly url: string;
  readonly uuid: string;
  readonly users: readonly { readonly id: string; readonly name: string; readonly token: string }[];
  readonly adminToken: string;
}

/** An item by its native id, or by its title. */
export interface ItemName {
  readonly id?: string;
  readonly title?: string;
  readonly season?: number;
  readonly episode?: number;
}

/** An episode is told with its show and season. */
export type FoundState = FakeUserData & {
  readonly id: string;
  readonly showId?: string;
  readonly seasonId?: string;
};

const PORTS = ['PLEX', 'JELLYFIN', 'EMBY', 'PLEX_TV', 'CONTROL'];

/** The fake media servers as a program of their own, worked by remote control. */
export class Fakes {
  private constructor(
    private readonly program: ChildProgram,
    private readonly card: {
      readonly servers: readonly ServerCard[];
      readonly plexTv: string;
      readonly control: string;
    },
  ) {}

  /** With the library of the demo, or with empty ones. */
  static async start(seed: 'demo' | 'none' = 'none'): Promise<Fakes> {
    const ports = Object.fromEntries(PORTS.map((name) => [`FAKE_${name}_PORT`, '0']));
    const program = new ChildProgram('dist/libs/testing/src/media-servers/run-fakes.js', {
      ...process.env,
      ...ports,
      FAKE_SEED: seed,
    });
    return new Fakes(program, JSON.parse(await program.line(/^\{.*"ready":true/)) as Fakes['card']);
  }

  /** What the system under test has to be told. */
  get env(): Readonly<Record<string, string>> {
    return { WS_PLEX_TV_URL: this.card.plexTv };
  }

  server(type: ServerType): ServerCard {
    const card = this.card.servers.find((server) => server.type === type);
    if (!card) throw new Error(`there is no fake ${type}`);
    return card;
  }

  /** How `person` would add this server. */
  backend(type: ServerType, person = 'alex'): NewBackend {
    const { url, users } = this.server(type);
    const user = users.find(({ name }) => name === person);
    if (!user) throw new Error(`there is no ${person} on the fake ${type}`);
    return { name: type, type, url, token: user.token, user: user.id };
  }

  requests(type: ServerType | 'plex-tv'): Promise<readonly LoggedRequest[]> {
    return this.call<readonly LoggedRequest[]>('GET', `${type}/requests`);
  }

  /** Only the calls that change play state. */
  writes(type: ServerType): Promise<readonly LoggedRequest[]> {
    return this.call<readonly LoggedRequest[]>('GET', `${type}/writes`);
  }

  clearRequests(type: ServerType): Promise<void> {
    return this.call('DELETE', `${type}/requests`);
  }

  fault(type: ServerType, fault: Omit<Fault, 'match'> & { readonly match?: string }): Promise<void> {
    return this.call('POST', `${type}/fault`, fault);
  }

  clearFaults(type: ServerType): Promise<void> {
    return this.call('DELETE', `${type}/faults`);
  }

  add(type: ServerType, title: FakeTitle): Promise<{ readonly id: string }> {
    return this.call('POST', `${type}/add`, title);
  }

  /** So many more invented titles, the same ones on every server. */
  addMany(type: ServerType, kind: 'movie' | 'episode', count: number): Promise<void> {
    return this.call('POST', `${type}/add`, { bulk: count, type: kind });
  }

  remove(type: ServerType, item: ItemName): Promise<void> {
    return this.call('POST', `${type}/remove`, item);
  }

  /** What the person did in front of the television. */
  play(
    type: ServerType,
    item: ItemName & { readonly at?: number; readonly undated?: boolean },
    person = 'alex',
  ): Promise<FakeUserData> {
    return this.call('POST', `${type}/play`, { ...item, user: person });
  }

  unplay(type: ServerType, item: ItemName, person = 'alex'): Promise<FakeUserData> {
    return this.call('POST', `${type}/unplay`, { ...item, user: person });
  }

  pause(
    type: ServerType,
    item: ItemName & { readonly positionMs: number; readonly at?: number },
    person = 'alex',
  ): Promise<FakeUserData> {
    return this.call('POST', `${type}/pause`, { ...item, user: person });
  }

  /** Pauses, and the player stays on the screen. */
  rest(
    type: ServerType,
    item: ItemName & { readonly positionMs: number; readonly at?: number },
    person = 'alex',
  ): Promise<FakeUserData> {
    return this.call('POST', `${type}/pause`, { ...item, stays: true, user: person });
  }

  /** Makes a list of these items, or changes the one that is named by its id. */
  playlist(
    type: ServerType,
    list: {
      readonly id?: string;
      readonly title?: string;
      readonly items: readonly string[];
      readonly at?: number;
    },
    person = 'alex',
  ): Promise<{ readonly id: string }> {
    return this.call('POST', `${type}/playlist`, { ...list, user: person });
  }

  dropPlaylist(type: ServerType, id: string): Promise<void> {
    return this.call('DELETE', `${type}/playlist/${id}`);
  }

  playlists(
    type: ServerType,
    person = 'alex',
  ): Promise<
    readonly { readonly id: string; readonly title: string; readonly itemIds: readonly string[] }[]
  > {
    return this.call('GET', `${type}/playlists?user=${person}`);
  }

  state(type: ServerType, item: ItemName, person = 'alex'): Promise<FoundState> {
    const values = Object.entries({ ...item, user: person }).map(
      ([name, value]) => [name, String(value)] as const,
    );
    const query = new URLSearchParams(Object.fromEntries(values));
    return this.call('GET', `${type}/state?${query.toString()}`);
  }

  /** Lets the server send one of its webhooks, as the real one would about this item. */
  ring(
    type: ServerType,
    hook: { readonly url: string; readonly event: string; readonly reason?: string; readonly id: string },
    person = 'alex',
  ): Promise<void> {
    return this.call('POST', `${type}/webhook`, { ...hook, user: person });
  }

  async stop(): Promise<void> {
    this.program.kill('SIGTERM');
    await this.program.exitCode();
  }

  private async call<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.card.control}/${path}`, {
      method,
      body: body ? JSON.stringify(body) : null,
    });
    const content: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(content)}`);
    return content as T;
  }
}
