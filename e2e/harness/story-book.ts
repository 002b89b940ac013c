import type { FakeTitle } from '#libs/testing';
import type { Fakes, ServerType } from './fakes.js';
import { now, ThreeServers, type Round, type Row } from './three-servers.js';

/** The instants of the scenarios' fixture, unix seconds. */
export const A0 = 1_704_067_200;
export const A1 = 1_704_153_600;
export const P1 = 1_709_287_200;
export const A2 = 1_709_715_600;
export const P2 = 1_709_719_200;

export const iso = (seconds: number): string => new Date(seconds * 1_000).toISOString();
/** One invented title, on as many servers as a scenario wants. */
export class Work {
  constructor(
    private readonly stageOf: () => ThreeServers,
    readonly facts: FakeTitle,
  ) {}

  private get stage(): ThreeServers {
    return this.stageOf();
  }

  get name(): { readonly title: string; readonly season?: number; readonly episode?: number } {
    const { title, season, episode } = this.facts;
    return { title, ...(season !== undefined && { season }), ...(episode !== undefined && { episode }) };
  }

  async on(types: ServerType | readonly ServerType[], facts: Partial<FakeTitle> = {}): Promise<this> {
    for (const type of [types].flat())
      await this.stage.fakes.add(type, { ...this.facts, addedAt: type === 'plex' ? A0 : A1, ...facts });
    return this;
  }

  async playedOn(types: ServerType | readonly ServerType[], at: number): Promise<this> {
    for (const type of [types].flat()) await this.stage.fakes.play(type, { ...this.name, at });
    return this;
  }

  async unmarkedOn(type: ServerType): Promise<void> {
    await this.stage.fakes.unplay(type, this.name);
  }

  async pausedOn(type: ServerType, positionMs: number, at = now()): Promise<void> {
    await this.stage.fakes.pause(type, { ...this.name, positionMs, at });
  }

  async removedFrom(type: ServerType): Promise<void> {
    await this.stage.fakes.remove(type, this.name);
  }

  /** What the user sees there now. */
  stateOn(type: ServerType): ReturnType<Fakes['state']> {
    return this.stage.fakes.state(type, this.name);
  }

  /** A person unmarks it in our own interface; gives the row after that. */
  async unmarkedHere(): Promise<Row> {
    const row = this.in(await this.stage.rows());
    const { status, body } = await this.stage.api.delete(`history/${row?.id ?? 0}/watch`);
    if (status !== 200) throw new Error(`the unmark of ${this.facts.title} was answered ${status}`);
    return body as Row;
  }

  in(rows: readonly Row[]): Row | undefined {
    return rows.find(({ title }) => title === this.facts.title);
  }

  rulesIn({ changes }: Round): string[] {
    return changes.filter(({ item }) => item.title === this.facts.title).map(({ rule }) => rule);
  }

  /** The paths of the writes that a round made to its copy on a server. */
  writesIn(round: Round, type: ServerType): string[] {
    const id = this.in(round.rows)?.metadata[type]?.id;
    if (id === undefined) return [];
    const ours = new RegExp(`(/|key=|ratingKey=)${id}\\b`);
    return round.writes[type]
      .filter(({ path }) => ours.test(path))
      .map(({ method, path }) => `${method} ${path}`);
  }
}

type Deed = (work: Work) => Promise<unknown>;

/** One title with what was done with it before each round. */
export interface Tale {
  readonly work: Work;
  /** Its row after a round, the first is 1. */
  row(round: number): Row;
  rules(round: number): string[];
  writes(round: number, type: ServerType): string[];
}

/** Many scenarios on titles of their own, played together: each round is staged for all, then imported once. */
export class StoryBook {
  private readonly tales: { readonly work: Work; readonly deeds: readonly Deed[] }[] = [];
  private readonly played: Round[] = [];
  private open: ThreeServers | null = null;

  get stage(): ThreeServers {
    if (!this.open) throw new Error('the book is not open yet');
    return this.open;
  }

  movie(...deeds: readonly Deed[]): Tale {
    const number = this.nextNumber();
    const guids = { imdb: `tt9000${number}`, tmdb: `700${number}` };
    return this.tell({ type: 'movie', title: `Lantern ${number}`, year: 2020, guids }, deeds);
  }

  episode(place: { readonly season: number; readonly episode: number }, ...deeds: readonly Deed[]): Tale {
    const number = this.nextNumber();
    const show = { title: `Harbour Tales ${number}`, year: 2021, parentGuids: { tvdb: `880${number}` } };
    return this.tell({ type: 'episode', ...show, ...place }, deeds);
  }

  round(number: number): Round {
    const found = this.played[number - 1];
    if (!found) throw new Error(`there was no round ${number}`);
    return found;
  }

  /** Starts the system; `prepare` runs before the first title is there. */
  async play(prepare: (stage: ThreeServers) => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    this.open = await ThreeServers.start();
    await prepare(this.open);
    const count = Math.max(...this.tales.map(({ deeds }) => deeds.length)) + 1;
    for (let index = 0; index < count; index += 1) {
      for (const { work, deeds } of this.tales) await deeds[index]?.(work);
      this.played.push(await this.open.round());
    }
  }

  async close(): Promise<void> {
    await this.open?.stop();
  }

  private nextNumber(): string {
    return String(this.tales.length + 1).padStart(3, '0');
  }

  private tell(facts: FakeTitle, deeds: readonly Deed[]): Tale {
    const work = new Work(() => this.stage, facts);
    this.tales.push({ work, deeds });
    return {
      work,
      row: (number) => {
        const row = work.in(this.round(number).rows);
        if (!row) throw new Error(`${facts.title} has no row after round ${number}`);
        return row;
      },
      rules: (number) => work.rulesIn(this.round(number)),
      writes: (number, type) => work.writesIn(this.round(number), type),
    };
  }
}
