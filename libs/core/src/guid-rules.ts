import type { BackendType } from './backend-type.js';

/** Whether a value is an id of its source. */
export type GuidCheck = (value: string) => boolean;

/** What a person added to the external ids, as one kind of server is read by it (sync-engine.md 2.5). */
export interface GuidRules {
  /** Equal when the rules are. */
  readonly id: string;
  /** Sources of their own, in a constant order, each with its check. */
  readonly accepts: ReadonlyMap<string, GuidCheck>;
  /** The server's own word, in lower case and without blanks, to the source. */
  readonly links: ReadonlyMap<string, string>;
  /** The same for the names of legacy agents of Plex. */
  readonly legacy: ReadonlyMap<string, string>;
  /** Plain text that is put in place of other text before a raw id is read. */
  readonly replacements: readonly Replacement[];
}

export interface Replacement {
  readonly from: string;
  readonly to: string;
}

export const NO_RULES: GuidRules = {
  id: '',
  accepts: new Map(),
  links: new Map(),
  legacy: new Map(),
  replacements: [],
};

/** A source of ids that a person defined. `name` has no prefix: `mydb` is written `guid_mydb` outside. */
export interface CustomGuid {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly pattern: string;
  readonly example: string;
  readonly tests: { readonly valid: readonly string[]; readonly invalid: readonly string[] };
}

/** Which word of a kind of server means which source. */
export interface GuidLink {
  readonly id: string;
  readonly type: BackendType;
  readonly from: string;
  readonly to: string;
  /** Plex alone: `from` is the name of a legacy agent. */
  readonly legacy: boolean;
  readonly replace: Replacement | null;
}

export interface CustomGuids {
  readonly guids: readonly CustomGuid[];
  readonly links: readonly GuidLink[];
}

/** Long enough for every id there is; keeps a check short whatever a server sends. */
export const LONGEST_GUID = 256;

/** Makes a check of a pattern; null when it is none. */
export type CheckMaker = (pattern: string) => GuidCheck | null;

/** What is wrong with a definition, with the field that is wrong; null when its own tests prove it (G-13). */
export function flawIn(
  { pattern, example, tests }: CustomGuid,
  make: CheckMaker,
): { readonly field: string; readonly message: string } | null {
  const check = make(pattern);
  if (!check) return { field: 'validator.pattern', message: 'The pattern cannot be used.' };
  if (!check(example))
    return { field: 'validator.example', message: 'The example does not fit the pattern.' };
  for (const kind of ['valid', 'invalid'] as const) {
    const field = `validator.tests.${kind}`;
    if (tests[kind].length === 0) return { field, message: `Name at least one ${kind} value.` };
    const wrong = tests[kind].find((value) => check(value) !== (kind === 'valid'));
    if (wrong !== undefined) {
      const fits = kind === 'valid' ? 'does not fit' : 'fits';
      return { field, message: `${JSON.stringify(wrong)} ${fits} the pattern.` };
    }
  }
  return null;
}

const AGENTS = 'com.plexapp.agents.';

/** A server's word as it is compared: `Tv Maze` is `tvmaze`, and an agent is known by the end of its name. */
export const wordOf = (from: string): string => {
  const plain = from
    .toLowerCase()
    .replaceAll(/\s/g, '')
    .replace(/:\/\/$/, '');
  return plain.startsWith(AGENTS) ? plain.slice(AGENTS.length) : plain;
};

/** What counts for one kind of server. Definitions that are not proved are left out by who calls this. */
export function rulesFor(type: BackendType, { guids, links }: CustomGuids, make: CheckMaker): GuidRules {
  const names = [...guids].sort((a, b) => (a.name < b.name ? -1 : 1));
  const mine = links.filter((link) => link.type === type);
  const words = (legacy: boolean): Map<string, string> =>
    new Map(mine.filter((link) => link.legacy === legacy).map(({ from, to }) => [wordOf(from), to]));
  return {
    id: JSON.stringify([names.map(({ name, pattern }) => [name, pattern]), mine]),
    accepts: new Map(
      names.flatMap(({ name, pattern }) => {
        const check = make(pattern);
        return check ? [[name, check] as const] : [];
      }),
    ),
    links: words(false),
    legacy: words(true),
    replacements: mine.flatMap(({ replace }) => replace ?? []),
  };
}
