import { now, type Chance, type Row, type ServerType, type ThreeServers } from '../harness/index.js';
import type { Act, Deed, Life } from './life.js';

/** Seconds by which each server's clock is ahead of ours. */
const AHEAD: Readonly<Record<ServerType, number>> = { plex: 0, jellyfin: 3_600, emby: -3_600 };

/** When a viewing of long ago was, in seconds before now. */
const LONG_AGO_S = 2 * 86_400;

/** What a server sends about a deed; Plex sends nothing about an unmark. */
const EVENTS: Readonly<Record<ServerType, Readonly<Partial<Record<Act, string>>>>> = {
  plex: { watch: 'media.scrobble', pause: 'media.stop', again: 'media.stop' },
  jellyfin: {
    watch: 'UserDataSaved',
    unmark: 'UserDataSaved',
    pause: 'PlaybackStop',
    again: 'PlaybackStop',
  },
  emby: {
    watch: 'item.markplayed',
    unmark: 'item.markunplayed',
    pause: 'playback.stop',
    again: 'playback.stop',
  },
};

/** A title that somebody lives with. */
export interface Member {
  readonly life: Life;
  readonly chance: Chance;
  readonly tmdb: string;
}

/** What people do: on a server, with its webhook, or in our own pages. */
export class Hands {
  private readonly late: (() => Promise<void>)[] = [];

  constructor(private readonly stage: ThreeServers) {}

  /** Webhooks that were on their way for a while arrive. */
  async ringLate(): Promise<void> {
    for (const ring of this.late.splice(0)) await ring();
  }

  /** Whether it could be done: a person unmarks only what is marked, and sees again only what was seen. */
  carryOut(member: Member, deed: Deed, row: Row | undefined): Promise<boolean> {
    return deed.at === null ? this.pressHere(deed, row) : this.press(member, deed, deed.at);
  }

  async add(
    type: ServerType,
    { title, tmdb, addedAt }: { title: string; tmdb: string; addedAt: number },
  ): Promise<void> {
    const path = `/films/${title} ${addedAt}.mkv`;
    const film = { type: 'movie', title, guids: { tmdb }, addedAt, path, runtimeMs: 6_000_000 } as const;
    await this.stage.fakes.add(type, film);
  }

  private async pressHere({ act }: Deed, row: Row | undefined): Promise<boolean> {
    if (!row) return false;
    const path = `history/${row.id}/watch`;
    const { status } =
      act === 'mark here' ? await this.stage.api.post(path) : await this.stage.api.delete(path);
    return status === 200;
  }

  private async press(member: Member, deed: Deed, at: ServerType): Promise<boolean> {
    const { watched } = await this.stage.fakes.state(at, { title: member.life.title });
    if (NEEDS[deed.act] !== undefined && NEEDS[deed.act] !== watched) return false;
    await this.change(member, deed, at);
    await this.tellByWebhook(member, deed, at);
    return true;
  }

  private async change(member: Member, deed: Deed, at: ServerType): Promise<void> {
    const { fakes } = this.stage;
    const title = { title: member.life.title };
    const date = now() + AHEAD[at] - (deed.isLongAgo ? LONG_AGO_S : 0);
    if (deed.act === 'watch') await fakes.play(at, { ...title, at: date, undated: deed.isUndated === true });
    else if (deed.act === 'unmark') await fakes.unplay(at, title);
    else if (deed.act === 'replace') await this.replace(member, at);
    else await fakes.pause(at, { ...title, positionMs: deed.positionMs ?? 0, at: date });
  }

  /** Sent, lost, sent twice, or sent when other things have happened. */
  private async tellByWebhook({ life, chance }: Member, { act }: Deed, at: ServerType): Promise<void> {
    const event = EVENTS[at][act];
    const fate = chance.oneOf(['sent', 'lost', 'lost', 'twice', 'late'] as const);
    if (event === undefined || fate === 'lost') return;
    const url = `${this.stage.system.url}/v1/api/webhook?apikey=${this.stage.system.apiKey}`;
    const ring = async (): Promise<void> => {
      const { id } = await this.stage.fakes.state(at, { title: life.title });
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
}

/** What a server must show before it can be done there; anything where it is not named. */
const NEEDS: Readonly<Partial<Record<Act, boolean>>> = { unmark: true, pause: false, again: true };
