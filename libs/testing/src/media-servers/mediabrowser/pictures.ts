import type { Entry } from './entry.js';

export type PictureKind = 'primary' | 'backdrop';

export interface Picture {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** Unix seconds. */
  readonly modifiedAt: number;
}

/** The smallest picture that every browser shows: one transparent dot. */
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** Posters and backgrounds; movies and series have both, an episode has a still of its own and no background. */
export class Pictures {
  private readonly replaced = new Map<string, Picture | null>();

  /** Null takes the picture away. */
  set(id: string, kind: PictureKind, picture: Picture | null): void {
    this.replaced.set(`${id} ${kind}`, picture);
  }

  of({ id, type, addedAt }: Entry, kind: PictureKind): Picture | null {
    const replaced = this.replaced.get(`${id} ${kind}`);
    if (replaced !== undefined) return replaced;
    if (kind === 'backdrop' && (type === 'Episode' || type === 'Season')) return null;
    return { bytes: DOT, contentType: 'image/png', modifiedAt: addedAt };
  }
}
