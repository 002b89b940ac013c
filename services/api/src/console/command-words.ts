/** The command line cannot be understood (exit code 2, cli.md 1.3). */
export class WrongUsage extends Error {}

const PREFIX = /^(?:\S*docker(?:-compose| compose)? exec(?: -\S+)* \S+ +)?(?:\S*\/)?console +/;

/**
 * The words of a line as a shell would cut them, quotes and backslashes understood and nothing else: no variables, no
 * pipes, no shell. A pasted `docker exec -ti watchstate console` in front is left out.
 */
export function wordsOf(line: string): string[] {
  const text = line.trim().replace(PREFIX, '');
  if (text.startsWith('$'))
    throw new WrongUsage('There is no shell here; only console commands are carried out.');
  const words: string[] = [];
  let word: string | null = null;
  let rest = text;
  while (rest !== '') {
    const [piece, value] = nextPiece(rest);
    rest = rest.slice(piece.length);
    if (value === null) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + value;
  }
  return word === null ? words : [...words, word];
}

/** The next piece as it stands, and what it means; null for a gap between words. */
function nextPiece(text: string): readonly [piece: string, value: string | null] {
  const gap = /^\s+/.exec(text);
  if (gap) return [gap[0], null];
  const single = /^'([^']*)'/.exec(text);
  if (single) return [single[0], single[1] ?? ''];
  const double = /^"((?:[^"\\]|\\.)*)"/s.exec(text);
  if (double) return [double[0], (double[1] ?? '').replace(/\\(["\\$`])/g, '$1')];
  const escaped = /^\\(.)/s.exec(text);
  if (escaped) return [escaped[0], escaped[1] ?? ''];
  const plain = /^[^\s'"\\]+/.exec(text);
  if (plain) return [plain[0], plain[0]];
  throw new WrongUsage('A quotation mark is not closed.');
}

/** One line that `wordsOf` reads back as these words. */
export const lineOf = (words: readonly string[]): string => words.map(quoted).join(' ');

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
