import { distance } from 'fastest-levenshtein';

/** How alike two texts are, 0 to 100, by each way of measuring. */
export interface Likeness {
  readonly similarity: number;
  readonly levenshtein: number;
  readonly startWith: boolean;
}

export const LIKENESS_METHODS = ['similarity', 'levenshtein'] as const;
export type LikenessMethod = (typeof LIKENESS_METHODS)[number];

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\.[a-z0-9]{2,4}$/, '')
    .replace(/[([{](?:19|20)\d\d[)\]}]/g, ' ')
    .replace(/[._-]+/g, ' ')
    .replace(/[^\p{L}\p{N} ]+/gu, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Two titles as a person compares them: without case, marks, years in brackets and file endings. */
export function likenessOf(title: string, path: string): Likeness {
  const [a, b] = [plain(title), plain(path)];
  if (a === '' || b === '') return { similarity: 0, levenshtein: 0, startWith: false };
  const longest = Math.max(a.length, b.length);
  return {
    similarity: rounded((2 * sharedLength(a, b)) / (a.length + b.length)),
    levenshtein: rounded(1 - distance(a, b) / longest),
    startWith: b.startsWith(a),
  };
}

const rounded = (part: number): number => Math.round(part * 10_000) / 100;

/** Texts are cut here: what follows is no title, and the comparison is quadratic. */
const LONGEST = 200;

/** Length of the longest common run, plus those of what lies left and right of it. */
function sharedLength(a: string, b: string): number {
  const pairs: [string, string][] = [[a.slice(0, LONGEST), b.slice(0, LONGEST)]];
  let shared = 0;
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [left, right] = pair;
    const { inLeft, inRight, length } = longestRun(left, right);
    if (length === 0) continue;
    shared += length;
    pairs.push([left.slice(0, inLeft), right.slice(0, inRight)]);
    pairs.push([left.slice(inLeft + length), right.slice(inRight + length)]);
  }
  return shared;
}

function longestRun(a: string, b: string) {
  let best = { inLeft: 0, inRight: 0, length: 0 };
  let previous = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i += 1) {
    const current = new Uint16Array(b.length + 1);
    for (let j = 1; j <= b.length; j += 1) {
      if (a[i - 1] !== b[j - 1]) continue;
      const length = (previous[j - 1] ?? 0) + 1;
      current[j] = length;
      if (length > best.length) best = { inLeft: i - length, inRight: j - length, length };
    }
    previous = current;
  }
  return best;
}
