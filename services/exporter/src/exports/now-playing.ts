import { Injectable } from '@nestjs/common';
import { BackendError, type MediaServerClient } from '#libs/backends';

/** How long an answer counts: a run of thousands of writes asks a few times. */
const GOOD_FOR_MS = 30_000;

interface Answer {
  readonly at: number;
  readonly ids: Promise<ReadonlySet<string>>;
}

/** Who is watching what: a position is never written under somebody's hands (P-12). */
@Injectable()
export class NowPlaying {
  private readonly answers = new Map<number, Answer>();

  async isPlaying(backendId: number, client: MediaServerClient, remoteId: string): Promise<boolean> {
    const known = this.answers.get(backendId);
    const isGood = known !== undefined && Date.now() - known.at < GOOD_FOR_MS;
    const { ids } = isGood ? known : this.ask(backendId, client);
    return (await ids).has(remoteId);
  }

  private ask(backendId: number, client: MediaServerClient): Answer {
    const answer = { at: Date.now(), ids: playing(client) };
    this.answers.set(backendId, answer);
    return answer;
  }
}

/** A server that does not tell is no reason to hold a write back. */
async function playing(client: MediaServerClient): Promise<ReadonlySet<string>> {
  try {
    return new Set(await client.sessions());
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return new Set();
  }
}
