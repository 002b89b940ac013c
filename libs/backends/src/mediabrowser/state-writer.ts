import { samePosition, type PlayState, type RemoteItem } from '#libs/core';
import type { Answer } from '../http.js';
import type { StateWrite } from '../media-server.js';
import { record } from '../reading.js';
import { ticksOf } from './item-mapper.js';
import type { Account, MediaBrowserApi } from './mediabrowser.api.js';
import * as problems from './problems.js';

export interface WriteSteps {
  readonly mark: 'played' | 'unplayed' | null;
  /** The position to store after the mark, which leaves none; null when it is right then. */
  readonly positionMs: number | null;
}

/** The fewest calls that lead from one state to another (jellyfin-emby.md 4.1). */
export function stepsBetween(current: PlayState, wanted: PlayState): WriteSteps {
  const isMarked = current.watched !== wanted.watched;
  const there = isMarked ? 0 : current.positionMs;
  return {
    mark: isMarked ? markFor(wanted) : null,
    positionMs: samePosition(there, wanted.positionMs) ? null : wanted.positionMs,
  };
}

/**
 * The same on a server that stores no position by itself (Jellyfin 10.8): unmarking clears one, and what a mark
 * cleared cannot be brought back. Null when there is no way.
 */
export function stepsWithoutPositions(current: PlayState, wanted: PlayState): WriteSteps | null {
  const { mark, positionMs } = stepsBetween(current, wanted);
  if (mark !== null || positionMs === null) return { mark, positionMs: null };
  return positionMs === 0 && !wanted.watched ? { mark: 'unplayed', positionMs: null } : null;
}

const markFor = ({ watched }: PlayState) => (watched ? 'played' : 'unplayed');

/** Brings one item into the wanted state; writes are never repeated here, as each mark counts as a play. */
export class StateWriter {
  constructor(private readonly api: MediaBrowserApi) {}

  async write(current: RemoteItem, wanted: StateWrite): Promise<void> {
    const account = await this.api.account();
    const plan = account.endpoints.userData ? stepsBetween : stepsWithoutPositions;
    const steps = plan(current, wanted);
    if (!steps) throw problems.noPositions(this.api.dialect, account.version);
    if (steps.mark === 'played') await this.markPlayed(account, current.id, wanted.playedAt);
    if (steps.mark === 'unplayed') await this.markUnplayed(account, current.id);
    if (steps.positionMs !== null)
      await this.storePosition(account, current.id, { ...wanted, positionMs: steps.positionMs });
  }

  private async markPlayed({ user, endpoints }: Account, id: string, playedAt: number | null): Promise<void> {
    const { path, query } = endpoints.played(user, id);
    const date = playedAt === null ? {} : { DatePlayed: this.api.dialect.playedDate(playedAt) };
    const call = { operation: 'mark-played', method: 'POST', path, query: { ...query, ...date } } as const;
    this.mustBe(true, await this.api.request(call));
  }

  private async markUnplayed({ user, endpoints }: Account, id: string): Promise<void> {
    const call = { operation: 'mark-unplayed', method: 'DELETE', ...endpoints.played(user, id) } as const;
    this.mustBe(false, await this.api.request(call));
  }

  private async storePosition({ user, endpoints }: Account, id: string, wanted: StateWrite): Promise<void> {
    const endpoint = endpoints.userData?.(user, id);
    if (!endpoint) return;
    const change = { ticks: ticksOf(wanted.positionMs), playedAt: wanted.playedAt };
    const body = await this.api.dialect.positionBody(change, () => this.stored(id));
    await this.api.request({ operation: 'store-position', method: 'POST', ...endpoint, body });
  }

  private async stored(id: string) {
    const item = await this.api.item('item', id);
    if (!item) throw problems.gone(this.api.dialect);
    const data = record(item['UserData']);
    if (typeof data['Played'] !== 'boolean') throw problems.unexpected(this.api.dialect, 'a play state');
    return data;
  }

  /** A mark is answered with the state that it led to, or with nothing. */
  private mustBe(played: boolean, answer: Answer): void {
    if (!/\S/.test(answer.text)) return;
    const { Played: is } = record(answer.json());
    if (typeof is === 'boolean' && is !== played) throw problems.notTaken(this.api.dialect);
  }
}
