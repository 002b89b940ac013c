import type { Guids } from '#libs/core';

interface Identified {
  readonly guids: Guids;
  readonly parentGuids: Guids;
}

const contradicts = (a: Guids, b: Guids): boolean =>
  Object.entries(a).some(([source, value]) => {
    const other = Object.entries(b).find(([name]) => name === source)?.[1];
    return other !== undefined && other !== value;
  });

/** Whether two sets of ids name different things: one source with two values. */
export const hasContradiction = (a: Identified, b: Identified): boolean => contradicts(a.guids, b.guids);

const missing = (mine: Guids, theirs: Guids): boolean =>
  Object.keys(theirs).some((source) => !Object.hasOwn(mine, source));

/** The ids of both, ours where they differ; null when the other brings nothing new. */
export function unite(mine: Identified, theirs: Identified): Identified | null {
  if (!missing(mine.guids, theirs.guids) && !missing(mine.parentGuids, theirs.parentGuids)) return null;
  return {
    guids: { ...theirs.guids, ...mine.guids },
    parentGuids: { ...theirs.parentGuids, ...mine.parentGuids },
  };
}
