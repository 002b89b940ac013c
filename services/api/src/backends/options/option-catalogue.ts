/** One setting of a backend beside its switches (env.md 5): what it is called, holds, and means. */
export interface OptionSpec {
  /** As in a patch, e.g. `options.client.rps`. */
  readonly key: `options.${string}`;
  readonly type: 'bool' | 'int' | 'string';
  readonly description: string;
  /** Of a number. */
  readonly range?: { readonly min: number; readonly max: number };
  /** Kept by the system; shown, and not to be set by hand. */
  readonly isKept?: true;
  /** Stored sealed and never shown. */
  readonly isSecret?: true;
}

const flag = (name: string, description: string): OptionSpec => ({
  key: `options.${name}`,
  type: 'bool',
  description,
});
const text = (name: string, description: string): OptionSpec => ({
  key: `options.${name}`,
  type: 'string',
  description,
});
const secret = (name: string, description: string): OptionSpec => ({
  ...text(name, description),
  isSecret: true,
});
const count = (name: string, range: { min: number; max: number }, description: string): OptionSpec => ({
  key: `options.${name}`,
  type: 'int',
  range,
  description,
});

export const OPTIONS: readonly OptionSpec[] = [
  flag('IMPORT_METADATA_ONLY', 'Import titles and ids only, never a play state.'),
  flag('DISABLE_MARK_UNPLAYED', 'Never believe an unmark from this backend.'),
  flag('EXPORT_MARK_PLAYED', 'Export may mark items as played there; on unless switched off.'),
  flag('EXPORT_MARK_UNPLAYED', 'Export may mark items as unplayed there; on unless switched off.'),
  flag('EXPORT_PROGRESS', 'Export may set resume positions there; on unless switched off.'),
  flag('PAUSE_WHILE_STREAMING', 'Leave the server alone while somebody is watching something on it.'),
  flag('LISTEN', 'Plex: listen to what the server tells of itself; needs no paid plan.'),
  count(
    'POLL',
    { min: 10, max: 3_600 },
    'Seconds between two questions for what was watched or added last; none are asked without.',
  ),
  count('client.rps', { min: 1, max: 1_000 }, 'Requests per second to its server at most.'),
  count('client.timeout', { min: 1, max: 3_600 }, 'Seconds after which a silent request is given up.'),
  flag('client.verify_host', 'Whether the certificate of the server must be valid; on unless switched off.'),
  text('ignore', 'Ids of libraries to leave out, comma separated.'),
  text('LIBRARY_SELECT', 'Ids of the only libraries to read, comma separated.'),
  flag('LIBRARY_INVERSE', 'Turn the selection round: read all libraries but those.'),
  count('LIBRARY_SEGMENT', { min: 300, max: 10_000 }, 'Items per library request.'),
  count('MAX_EPISODE_RANGE', { min: 1, max: 100 }, 'Widest range of episodes in one file.'),
  secret(
    'ADMIN_TOKEN',
    "Plex: the account token of the server's owner; proves whose a server's own token is.",
  ),
  secret('PLEX_USER_PIN', 'Plex: the PIN of a protected member of the home.'),
  text('plex_user_uuid', "Plex: the person's second id; tells the sessions of the owner from others'."),
  text('plex_user_name', 'Plex: the name of the person, for people to read.'),
  flag('plex_external_user', 'Plex: the person is a friend and no member of the home.'),
  flag('plex_guest_user', 'Plex: the server is somebody else’s, so its friends are not listed.'),
  {
    ...flag(
      'is_limited_token',
      'The token came from a sign-in by name and password; it acts for its user only.',
    ),
    isKept: true,
  },
];

const LONGEST_TEXT = 4_000;

type Judge = (spec: OptionSpec, value: unknown) => string | null;

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value);

const JUDGES: Readonly<Record<OptionSpec['type'], Judge>> = {
  bool: (_, value) => (typeof value === 'boolean' ? null : 'Must be true or false.'),
  string: (_, value) => (typeof value === 'string' && value.length <= LONGEST_TEXT ? null : 'Enter a text.'),
  int: ({ range = { min: 0, max: Number.MAX_SAFE_INTEGER } }, value) =>
    isCount(value) && value >= range.min && value <= range.max
      ? null
      : `Must be a whole number from ${range.min} to ${range.max}.`,
};

/** What is wrong with a value, as a sentence; null when nothing is. */
export const whyNotOption = (spec: OptionSpec, value: unknown): string | null =>
  spec.isKept ? 'This is kept by the system and cannot be set by hand.' : JUDGES[spec.type](spec, value);

/** A value that came as the text of a query or a form; what cannot be read stays as it is, to be refused. */
export function fromText({ type }: OptionSpec, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (type === 'int' && /^-?\d+$/.test(value)) return Number(value);
  if (type === 'bool' && /^(true|1|yes|on)$/i.test(value)) return true;
  return type === 'bool' && /^(false|0|no|off)$/i.test(value) ? false : value;
}

/** By its key, with or without `options.` in front. */
export const optionNamed = (name: string): OptionSpec | undefined =>
  OPTIONS.find(({ key }) => key === name || key === `options.${name}`);
