import { Chance, nextSecond, SERVERS, type Row, type Run, type ThreeServers } from '../harness/index.js';
import { Hands, type Member } from './hands.js';
import { Life, type Act, type Complaint, type Deed, type Look } from './life.js';

const FAULTS = [
  { kind: { status: 500 }, times: 2 },
  { kind: { status: 503 }, times: 5, after: 4 },
  { kind: { reset: true }, times: 2, after: 2 },
  { kind: { truncate: true }, times: 1, after: 3 },
  { kind: { delayMs: 150 }, times: 20 },
] as const;

export type Mischief = (lives: readonly Life[]) => Promise<void>;

export interface SimulationPlan {
  readonly seed: number;
  readonly titles: number;
  readonly rounds: number;
  /** Number of the only title that anything is done with. */
  readonly only: number | null;
  /** Whether the person wants second viewings carried on (`sync_rewatch`). */
  readonly rewatch: boolean;
}

/** People in front of three servers, one title each and all at the same time, while we import and export. */
export class Household {
  private readonly members: Member[];
  private readonly chance: Chance;
  private readonly hands: Hands;
  /** Rounds in which every server was read to its end after all deeds that came before it. */
  private readonly wholeRounds = new Set<number>();
  private round = 0;

  constructor(
    private readonly stage: ThreeServers,
    private readonly plan: SimulationPlan,
    /** What a test plants, so that something is found: done behind everybody's back at the end of each round. */
    private readonly mischief: Mischief = () => Promise.resolve(),
  ) {
    this.hands = new Hands(stage);
    this.chance = Chance.of(plan.seed, 0);
    this.members = Array.from({ length: plan.titles }, (_, index) => ({
      life: new Life(`Orchard ${String(index + 1).padStart(4, '0')}`, plan.rewatch),
      chance: Chance.of(plan.seed, index + 1),
      tmdb: String(500_000 + index),
    }));
  }

  async moveIn(): Promise<void> {
    for (const type of SERVERS)
      for (const { life, tmdb } of this.members)
        await this.hands.add(type, { title: life.title, tmdb, addedAt: 1_700_000_000 });
    await this.stage.api.patch('identities/main', { sync_rewatch: this.plan.rewatch });
    this.round += 1;
    await this.remember();
    await this.stage.import();
    await this.stage.export();
    this.wholeRounds.add(this.round);
    await this.look();
  }

  /** Some titles were watched long before we came, which is when a second viewing can be told from the first. */
  private async remember(): Promise<void> {
    for (const [index, member] of this.members.entries()) {
      const [wasWatched, at] = [member.chance.happens(0.4), member.chance.oneOf(SERVERS)];
      if (wasWatched && !this.isLeftOut(index))
        await this.carryOut(member, { act: 'watch', at, round: this.round, isLongAgo: true }, undefined);
    }
  }

  /** Deeds before and during imports and exports, all at the same time, on servers that may fail. */
  async live(): Promise<void> {
    this.round += 1;
    await nextSecond();
    await this.hands.ringLate();
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
    await this.hands.ringLate();
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
      const lost = life.isResumedWhereAsked(look, this.wholeRounds)
        ? []
        : [`the last pause was not followed`];
      const elsewhere = life
        .elsewhere(look, this.wholeRounds)
        .map((type) => `${type} resumes elsewhere than the item`);
      const taken = life.hasKeptPlace(look, this.wholeRounds)
        ? []
        : ['the position of a second viewing was taken away'];
      return [...unheard, ...apart, ...lost, ...elsewhere, ...taken].map((what) => ({
        number: index + 1,
        text: `${what}\n  ${life.tell()}`,
      }));
    });
  }

  /** Titles whose last pause says clearly where they are to be resumed. */
  get paused(): number {
    return this.members.filter(({ life }) => life.resume(this.wholeRounds) !== null).length;
  }

  /** Titles of which a second viewing, and what should have become of it, is clear. */
  get seenAgain(): number {
    return this.members.filter(({ life }) => life.isSeenAgain(this.wholeRounds)).length;
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
      if (deed && !this.isLeftOut(index)) await this.carryOut(member, deed, rows.get(member.life.title));
    }
  }

  private isLeftOut(index: number): boolean {
    return this.plan.only !== null && this.plan.only !== index + 1;
  }

  private async carryOut(member: Member, deed: Deed, row: Row | undefined): Promise<void> {
    if (await this.hands.carryOut(member, deed, row)) member.life.deeds.push(deed);
  }

  private nextDeed({ chance, life }: Member, probability: number): Deed | null {
    // Drawn in any case, so that a title alone lives as it does among the others.
    const [isDue, act, at] = [chance.happens(probability), chance.oneOf(ACTS), chance.oneOf(SERVERS)];
    const [isUndated, isLongAgo, place] = [chance.happens(0.25), chance.happens(0.5), chance.next()];
    if (!isDue || life.deeds.length >= MOST_DEEDS) return null;
    const deed = { act, at: act.endsWith('here') ? null : at, round: this.round };
    if (act === 'watch') return { ...deed, isUndated, isLongAgo: isLongAgo && !isUndated };
    const isLeft = act === 'pause' || act === 'again';
    return isLeft ? { ...deed, positionMs: 600_000 + Math.floor(place * 1_000_000) } : deed;
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

export const howToRepeat = ({ seed, titles, rounds, only, rewatch }: SimulationPlan): string =>
  `repeat with WS_SIM_SEED=${seed} WS_SIM_TITLES=${titles} WS_SIM_ROUNDS=${rounds} WS_SIM_REWATCH=${rewatch ? 1 : 0}${only === null ? '' : ` WS_SIM_ONLY=${only}`}`;

/** Enough for a story, and few enough that most titles are left alone long enough for their last wish to be clear. */
const MOST_DEEDS = 6;

const ACTS: readonly Act[] = [
  'watch',
  'watch',
  'watch',
  'unmark',
  'unmark',
  'pause',
  'again',
  'again',
  'replace',
  'mark here',
  'unmark here',
];
