import {
  Chance,
  nextSecond,
  now,
  SERVERS,
  type Row,
  type Run,
  type ServerType,
  type ThreeServers,
} from '../harness/index.js';
import { Life, type Act, type Complaint, type Deed, type Look } from './life.js';

/** Seconds by which each server's clock is ahead of ours. */
const AHEAD: Readonly<Record<ServerType, number>> = { plex: 0, jellyfin: 3_600, emby: -3_600 };

/** What a server sends about a deed; Plex sends nothing about an unmark. */
const EVENTS: Readonly<Record<ServerType, Readonly<Partial<Record<Act, string>>>>> = {
  plex: { watch: 'media.scrobble', pause: 'media.stop' },
  jellyfin: { watch: 'UserDataSaved', unmark: 'UserDataSaved', pause: 'PlaybackStop' },
  emby: { watch: 'item.markplayed', unmark: 'item.markunplayed', pause: 'playback.stop' },
};

const FAULTS = [
  { kind: { status: 500 }, times: 2 },
  { kind: { status: 503 }, times: 5, after: 4 },
  { kind: { reset: true }, times: 2, after: 2 },
  { kind: { truncate: true }, times: 1, after: 3 },
  { kind: { delayMs: 150 }, times: 20 },
] as const;

interface Member {
  readonly life: Life;
  readonly chance: Chance;
  readonly tmdb: string;
}

export type Mischief = (lives: readonly Life[]) => Promise<void>;

export interface SimulationPlan {
  readonly seed: number;
  readonly titles: number;
  readonly rounds: number;
  /** Number of the only title that anything is done with. */
  readonly only: number | null;
}

/** People in front of three servers, one title each and all at the same time, while we import and export. */
export class Household {
  private readonly members: Member[];
  private readonly chance: Chance;
  private readonly late: (() => Promise<void>)[] = [];
  /** Rounds in which every server was read to its end after all deeds that came before it. */
  private readonly wholeRounds = new Set<number>();
  private round = 0;

  constructor(
    private readonly stage: ThreeServers,
    private readonly plan: SimulationPlan,
    /** What a test plants, so that something is found: done behind everybody's back at the end of each round. */
    private readonly mischief: Mischief = () => Promise.resolve(),
  ) {
    this.chance = Chance.of(plan.seed, 0);
    this.members = Array.from({ length: plan.titles }, (_, index) => ({
      life: new Life(`Orchard ${String(index + 1).padStart(4, '0')}`),
      chance: Chance.of(plan.seed, index + 1),
      tmdb: String(500_000 + index),
    }));
  }

  async moveIn(): Promise<void> {
    for (const type of SERVERS)
      for (const { life, tmdb } of this.members)
        await this.add(type, { title: life.title, tmdb, addedAt: 1_700_000_000 });
    await this.stage.import();
    await this.stage.export();
  }

  /** Deeds before and during imports and exports, all at the same time, on servers that may fail. */
  async live(): Promise<void> {
    this.round += 1;
    await nextSecond();
    for (const ring of this.late.splice(0)) await ring();
    const rows = await this.rows();
    await this.act(rows, 0.25);
    await this.disturb();
    const syncing = this.syncAll();
    await this.act(rows, 0.1);
    const runs = await syncing;
    for (const type of SERVERS) await this.stage.fakes.clearFaults(type);
    await this.mischief(this.members.map(({ life }) => life));
    const imports = runs.filter(({ kind }) => kind === 'import');
    if (imports.every(({ status }) => status === 'succeeded')) this.wholeRounds.add(this.round);
    await this.look();
  }

  /** Nobody does anything, nothing fails, and everything is carried through. */
  async rest(): Promise<void> {
    this.round += 1;
    await nextSecond();
    for (const ring of this.late.splice(0)) await ring();
    await this.stage.import(this.chance.shuffled(SERVERS));
    await this.stage.settled();
    this.wholeRounds.add(this.round);
    await this.look();
  }

  /** Broken promises, each with the life of its title. */
  complaints(disputed: ReadonlySet<number>, rows: ReadonlyMap<string, Row>): Complaint[] {
    return this.members.flatMap(({ life }, index) => {
      const look = life.looks.at(-1);
      const id = rows.get(life.title)?.id ?? 0;
      if (!look || disputed.has(id)) return [];
      const wish = life.wish(this.wholeRounds);
      const unheard = wish !== null && wish !== look.watched ? [`the last deed was not followed`] : [];
      const apart = life.disagreements(look).map((type) => `${type} is not as the item`);
      const resume = life.resume(this.wholeRounds);
      const isPlaced = resume === null || look.watched || Math.abs(resume - look.positionMs) <= 2_000;
      const lost = isPlaced ? [] : [`the last pause was not followed`];
      const elsewhere = life.elsewhere(look).map((type) => `${type} resumes elsewhere than the item`);
      return [...unheard, ...apart, ...lost, ...elsewhere].map((what) => ({
        number: index + 1,
        text: `${what}\n  ${life.tell()}`,
      }));
    });
  }

  /** Titles whose last pause says clearly where they are to be resumed. */
  get paused(): number {
    return this.members.filter(({ life }) => life.resume(this.wholeRounds) !== null).length;
  }

  get deeds(): number {
    return this.members.reduce((sum, { life }) => sum + life.deeds.length, 0);
  }

  async rows(): Promise<ReadonlyMap<string, Row>> {
    return new Map((await this.stage.rows()).map((row) => [row.title, row]));
  }

  private async act(rows: ReadonlyMap<string, Row>, probability: number): Promise<void> {
    for (const [index, member] of this.members.entries()) {
      const deed = this.nextDeed(member, probability);
      const isLeftOut = this.plan.only !== null && this.plan.only !== index + 1;
      if (deed && !isLeftOut) await this.carryOut(member, deed, rows);
    }
  }

  private nextDeed({ chance, life }: Member, probability: number): Deed | null {
    // Drawn in any case, so that a title alone lives as it does among the others.
    const [isDue, act, at] = [chance.happens(probability), chance.oneOf(ACTS), chance.oneOf(SERVERS)];
    const [isUndated, place] = [chance.happens(0.25), chance.next()];
    if (!isDue || life.deeds.length >= MOST_DEEDS) return null;
    return {
      act,
      at: act.endsWith('here') ? null : at,
      round: this.round,
      ...(act === 'watch' && isUndated && { isUndated }),
      ...(act === 'pause' && { positionMs: 600_000 + Math.floor(place * 1_000_000) }),
    };
  }

  private async carryOut(member: Member, deed: Deed, rows: ReadonlyMap<string, Row>): Promise<void> {
    const { life } = member;
    const isDone =
      deed.at === null
        ? await this.pressHere(deed, rows.get(life.title))
        : await this.press(member, deed, deed.at);
    if (isDone) life.deeds.push(deed);
  }

  /** A person unmarks only what is marked. */
  private async pressHere({ act }: Deed, row: Row | undefined): Promise<boolean> {
    if (!row) return false;
    const path = `history/${row.id}/watch`;
    const { status } =
      act === 'mark here' ? await this.stage.api.post(path) : await this.stage.api.delete(path);
    return status === 200;
  }

  private async press(member: Member, deed: Deed, at: ServerType): Promise<boolean> {
    const { fakes } = this.stage;
    const title = { title: member.life.title };
    const { watched } = await fakes.state(at, title);
    const date = now() + AHEAD[at];
    if (deed.act === 'watch') await fakes.play(at, { ...title, at: date, undated: deed.isUndated === true });
    else if (deed.act === 'unmark' && watched) await fakes.unplay(at, title);
    else if (deed.act === 'pause' && !watched)
      await fakes.pause(at, {
        ...title,
        positionMs: deed.positionMs ?? 0,
        at: date,
      });
    else if (deed.act === 'replace') await this.replace(member, at);
    else return false;
    await this.tellByWebhook(member, deed, at);
    return true;
  }

  /** Sent, lost, sent twice, or sent when other things have happened. */
  private async tellByWebhook({ life, chance }: Member, { act }: Deed, at: ServerType): Promise<void> {
    const event = EVENTS[at][act];
    const fate = chance.oneOf(['sent', 'lost', 'lost', 'twice', 'late'] as const);
    if (event === undefined || fate === 'lost') return;
    const url = `${this.stage.system.url}/v1/api/webhook?apikey=${this.stage.system.apiKey}`;
    const ring = async (): Promise<void> => {
      const { id } = (await this.stage.fakes.state(at, { title: life.title })) as unknown as { id: string };
      await this.stage.fakes.ring(at, { url, event, id });
    };
    if (fate === 'late') this.late.push(ring);
    else await ring();
    if (fate === 'twice') await ring();
  }

  private async replace({ life, tmdb }: Member, at: ServerType): Promise<void> {
    await this.stage.fakes.remove(at, { title: life.title });
    await this.add(at, { title: life.title, tmdb, addedAt: now() });
  }

  private async add(
    type: ServerType,
    { title, tmdb, addedAt }: { title: string; tmdb: string; addedAt: number },
  ): Promise<void> {
    const path = `/films/${title} ${addedAt}.mkv`;
    await this.stage.fakes.add(type, {
      type: 'movie',
      title,
      guids: { tmdb },
      addedAt,
      path,
      runtimeMs: 6_000_000,
    });
  }

  private async disturb(): Promise<void> {
    for (const type of SERVERS)
      if (this.chance.happens(0.3)) await this.stage.fakes.fault(type, this.chance.oneOf(FAULTS));
  }

  /** All at once, in any order, sometimes with an export that somebody starts. */
  private async syncAll(): Promise<Run[]> {
    const exported = this.chance.happens(0.4) ? [this.chance.oneOf(SERVERS)] : [];
    const jobs = this.chance.shuffled([
      ...SERVERS.map((type) => ['import', type] as const),
      ...exported.map((type) => ['export', type] as const),
    ]);
    return Promise.all(jobs.map(([kind, type]) => this.stage.api.carryOut(kind, type)));
  }

  private async look(): Promise<void> {
    const rows = await this.rows();
    for (const [index, { life }] of this.members.entries()) {
      const look = await this.lookAt(life.title, rows);
      const loss = life.lossOf(look);
      life.looks.push(look);
      if (loss) throw new ViewingLost({ number: index + 1, text: `${loss}\n  ${life.tell()}` });
    }
  }

  private async lookAt(title: string, rows: ReadonlyMap<string, Row>): Promise<Look> {
    const [plex, jellyfin, emby] = await Promise.all([
      this.stage.fakes.state('plex', { title }),
      this.stage.fakes.state('jellyfin', { title }),
      this.stage.fakes.state('emby', { title }),
    ]);
    const row = rows.get(title);
    return {
      watched: row?.watched ?? false,
      positionMs: row?.progress ?? 0,
      states: { plex, jellyfin, emby },
    };
  }
}

/** What must never happen, and ends the simulation where it did. */
export class ViewingLost extends Error {
  constructor(readonly complaint: Complaint) {
    super(complaint.text);
  }
}

export const howToRepeat = ({ seed, titles, rounds, only }: SimulationPlan): string =>
  `repeat with WS_SIM_SEED=${seed} WS_SIM_TITLES=${titles} WS_SIM_ROUNDS=${rounds}${only === null ? '' : ` WS_SIM_ONLY=${only}`}`;

/** Enough for a story, and few enough that most titles are left alone long enough for their last wish to be clear. */
const MOST_DEEDS = 6;

const ACTS: readonly Act[] = [
  'watch',
  'watch',
  'watch',
  'unmark',
  'unmark',
  'pause',
  'replace',
  'mark here',
  'unmark here',
];
