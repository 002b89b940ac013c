import { BACKEND_TYPES, type BackendType, isBackendType } from '#libs/core';
import type { BackendOptions } from '#libs/database';
import { MASK } from '#libs/directory';
import { parse } from 'yaml';
import { optionNamed, whyNotOption } from '../backends/options/option-catalogue.js';
import { withValueAt } from '../backends/options/option-path.js';
import { whyNoServerUrl } from '../backends/server-url.js';

/** A backend as an older `servers.yaml` describes it (ID-3). */
export interface DescribedBackend {
  readonly name: string;
  readonly type: BackendType;
  readonly url: string;
  readonly token: string;
  readonly user: string | null;
  readonly uuid: string | null;
  readonly importEnabled: boolean;
  readonly exportEnabled: boolean;
  readonly options: BackendOptions;
}

export interface LeftOut {
  readonly key: string;
  readonly reason: string;
}

/** What one block of the file came to; `backend` is null when it cannot be taken, and `problems` say why. */
export interface ReadBlock {
  readonly name: string;
  readonly backend: DescribedBackend | null;
  readonly problems: readonly LeftOut[];
  readonly leftOut: readonly LeftOut[];
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

const NAME = /^[a-z_0-9]{1,50}$/;
const LONGEST_TOKEN = 4_096;

/** Kept by provisioning; they say from which backend of main one came. */
const ORIGIN = new Set(['ALT_NAME', 'ALT_ID', 'is_limited_token']);

interface Reading {
  /** A backend that is there already keeps its token: then an absent one is an empty text. */
  readonly mayLackTokens?: boolean;
}

/** Reads the text of a `servers.yaml`; null when it is no map of blocks. Messages never quote a value. */
export function readServersText(text: string, reading: Reading = {}): readonly ReadBlock[] | null {
  let content: unknown;
  try {
    content = parse(text, { maxAliasCount: 100 }) ?? {};
  } catch {
    return null;
  }
  return readServersMap(content, reading);
}

/** The same of what the text says. */
export function readServersMap(content: unknown, reading: Reading = {}): readonly ReadBlock[] | null {
  if (!isFields(content)) return null;
  return Object.entries(content).map(([name, block]) => readBlock(name, fieldsOf(block), reading));
}

function readBlock(name: string, block: Fields, reading: Reading): ReadBlock {
  const problems = problemsIn(name, block, reading);
  const { options, leftOut } = readOptions(fieldsOf(block['options']));
  const type = textOf(block['type']);
  const backend =
    problems.length > 0 || !isBackendType(type)
      ? null
      : {
          name,
          type,
          url: textOf(block['url']),
          token: tokenOf(block),
          user: textOf(block['user']) || null,
          uuid: textOf(block['uuid']) || null,
          importEnabled: fieldsOf(block['import'])['enabled'] === true,
          exportEnabled: fieldsOf(block['export'])['enabled'] === true,
          options,
        };
  return { name, backend, problems, leftOut: [...leftOut, ...otherKeys(block)] };
}

/** Written without tokens, a file says `***`. */
function tokenOf(block: Fields): string {
  const token = textOf(block['token']);
  return token === MASK ? '' : token;
}

export const NO_TOKEN = 'There is no token in it; write the token in, or dump the file with tokens.';

function problemsIn(name: string, block: Fields, { mayLackTokens = false }: Reading): LeftOut[] {
  const [type, token] = [textOf(block['type']), tokenOf(block)];
  const badUrl = whyNoServerUrl(textOf(block['url']));
  return [
    NAME.test(name) ? null : { key: 'name', reason: 'Use small letters, digits and _ only, 50 at most.' },
    isBackendType(type) ? null : { key: 'type', reason: `Must be one of ${BACKEND_TYPES.join(', ')}.` },
    badUrl === null ? null : { key: 'url', reason: badUrl },
    (token !== '' || mayLackTokens) && token.length <= LONGEST_TOKEN
      ? null
      : { key: 'token', reason: NO_TOKEN },
  ].filter((problem) => problem !== null);
}

function readOptions(given: Fields): { readonly options: BackendOptions; readonly leftOut: LeftOut[] } {
  const leftOut: LeftOut[] = [];
  let options: BackendOptions = {};
  for (const [key, value] of flat(given)) {
    const spec = optionNamed(key);
    if (ORIGIN.has(key)) options = { ...options, [key]: value };
    else if (!spec) leftOut.push({ key: `options.${key}`, reason: 'There is no such option.' });
    else {
      const reason = whyNotOption(spec, value);
      if (reason === null) options = withValueAt(options, spec.key, value);
      else leftOut.push({ key: spec.key, reason });
    }
  }
  return { options, leftOut };
}

/** `client.timeout` of `{client: {timeout}}`. */
const flat = (given: Fields): (readonly [string, unknown])[] =>
  Object.entries(given).flatMap(([key, value]) =>
    key === 'client' && isFields(value)
      ? Object.entries(value).map(([inner, each]) => [`client.${inner}`, each] as const)
      : [[key, value] as const],
  );

const TAKEN = new Set(['type', 'url', 'token', 'user', 'uuid', 'import', 'export', 'options']);

const WHY: Readonly<Record<string, string>> = {
  webhook: 'A delivery is known by its server and user; each backend shows the address of its webhook.',
};

function otherKeys(block: Fields): LeftOut[] {
  const dates = ['import', 'export'].flatMap((side) =>
    (fieldsOf(block[side])['lastSync'] ?? null) === null
      ? []
      : [{ key: `${side}.lastSync`, reason: 'The first import reads everything once.' }],
  );
  const others = Object.keys(block)
    .filter((key) => !TAKEN.has(key))
    .map((key) => ({ key, reason: WHY[key] ?? 'It has no meaning here.' }));
  return [...dates, ...others];
}
