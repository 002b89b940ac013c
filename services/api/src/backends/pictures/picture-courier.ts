import { Injectable } from '@nestjs/common';
import { BackendError, type ImageAnswer, type ImageKind } from '#libs/backends';
import { Backends, History, type IdentityRecord } from '#libs/database';
import { ApiProblem, missing } from '../../http/api-problem.js';
import { ServerCaller } from '../server-caller.js';

export interface PictureWish {
  readonly itemId: number;
  readonly kind: ImageKind;
  readonly ifModifiedSince: string | undefined;
}

/** A picture on its way, or word that the browser has it already. */
export type Delivered = Exclude<ImageAnswer, { readonly kind: 'none' }> & { readonly via: string };

/** Fetches pictures of items from the servers that have them; no token and no address reaches the browser. */
@Injectable()
export class PictureCourier {
  constructor(
    private readonly history: History,
    private readonly backends: Backends,
    private readonly caller: ServerCaller,
  ) {}

  /** The first backend that has one; 404 when none has. */
  async fetch(identity: IdentityRecord, wish: PictureWish): Promise<Delivered> {
    if (!(await this.history.find(identity.id, wish.itemId))) throw missing('item', wish.itemId);
    const records = await this.backends.list(identity.id);
    let failure: BackendError | null = null;
    for (const { backend: via, remoteId, detail } of await this.history.copies([wish.itemId])) {
      const record = records.find(({ name }) => name === via);
      if (!record) continue;
      try {
        const answer = await this.caller
          .client(record)
          .inspect.image(requestOf(wish, remoteId, detail.showId));
        if (answer.kind !== 'none') return { ...answer, via };
      } catch (error) {
        if (!(error instanceof BackendError)) throw error;
        failure = error;
      }
    }
    throw failure ?? new ApiProblem(404, 'picture-not-found', 'No backend has such a picture.');
  }
}

const requestOf = (
  { kind, ifModifiedSince }: PictureWish,
  ...[remoteId, showId]: [remoteId: string, showId: string | null]
) => ({
  remoteId,
  showId,
  kind,
  ...(ifModifiedSince === undefined ? {} : { ifModifiedSince }),
});
