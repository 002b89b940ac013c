import { createHash, hash } from 'node:crypto';
import type { GuidRules } from '#libs/core';
import type { Answer } from './http.js';
import type { Connection } from './media-server.js';

/** Who reads: another version or other rules may see something else in the same answer. */
export interface Reader {
  readonly to: Pick<Connection, 'version'>;
  readonly rules: GuidRules | undefined;
}

/** Equal when a server sent the very same, and it would be read just so. `more` is what else the reading depends on. */
export function markOf({ to, rules }: Reader, { bytes }: Pick<Answer, 'bytes'>, more = ''): string {
  const before = JSON.stringify([to.version, rules?.id ?? '', more]);
  return createHash('sha1').update(before).update(bytes).digest('base64');
}

/** Equal when the answer is. */
export const bodyMark = ({ bytes }: Pick<Answer, 'bytes'>): string => hash('sha1', bytes, 'base64');

/** Whether an answer is one that was read before. What has no mark is read each time. */
export const isKnownBy =
  (isSeen: (mark: string) => Promise<boolean>, marking: (answer: Answer) => Promise<string | null>) =>
  async (answer: Answer): Promise<boolean> => {
    const mark = await marking(answer);
    return mark !== null && isSeen(mark);
  };
