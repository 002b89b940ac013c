import { createHash } from 'node:crypto';
import {
  BACKEND_TYPES,
  type BackendType,
  type CustomGuid,
  type CustomGuids,
  flawIn,
  type GuidLink,
  isGuidSource,
  PATH_SOURCE,
  wordOf,
} from '#libs/core';
import { parse, stringify } from 'yaml';
import { checkOf } from './pattern.js';

export const GUID_FILE_VERSION = '0.0';

/** What a file was understood to say, and what of it was left out and why. */
export interface GuidFile extends CustomGuids {
  readonly leftOut: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const NAME = /^guid_([a-z0-9_]{1,48})$/;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
/** Written by hand there may be none; then the same one each time. */
const idOf = ({ id }: Fields, name: string): string =>
  textOf(id) === ''
    ? createHash('sha256')
        .update(name)
        .digest('hex')
        .slice(0, 32)
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    : textOf(id);
const textsIn = (value: unknown): readonly string[] =>
  listOf(value).flatMap((entry) =>
    typeof entry === 'string' || typeof entry === 'number' ? String(entry) : [],
  );

/** Reads a `guid.yaml`; what is wrong in it is left out, the rest counts (G-13, G-14). Throws for what is no YAML. */
export function readGuidFile(text: string): GuidFile {
  const file = fieldsOf(parse(text));
  const leftOut: string[] = [];
  const guids: CustomGuid[] = [];
  const links: GuidLink[] = [];
  for (const raw of listOf(file['guids'])) {
    const guid = toGuid(fieldsOf(raw));
    const flaw = guid ? flawOf(guid, guids) : 'its name is not guid_ and small letters, digits and _';
    if (guid && flaw === null) guids.push(guid);
    else leftOut.push(`guid ${textOf(fieldsOf(raw)['name'])}: ${String(flaw)}`);
  }
  for (const raw of listOf(file['links'])) {
    const link = toLink(fieldsOf(raw));
    const flaw = link ? flawOfLink(link, { guids, links }) : 'it has no known type, from and to';
    if (link && flaw === null) links.push(link);
    else leftOut.push(`link ${textOf(fieldsOf(fieldsOf(raw)['map'])['from'])}: ${String(flaw)}`);
  }
  return { guids, links, leftOut };
}

/** Null when a definition can be taken beside the others. */
export function flawOf(guid: CustomGuid, others: readonly CustomGuid[]): string | null {
  if (isGuidSource(guid.name)) return 'there is a source of that name already';
  if (guid.name === PATH_SOURCE) return 'that name is for the place of a file';
  if (others.some(({ name }) => name === guid.name)) return 'it is there twice';
  return flawIn(guid, checkOf)?.message ?? null;
}

/** Null when a link can be taken beside the others. */
export function flawOfLink(link: GuidLink, { guids, links }: CustomGuids): string | null {
  if (!isGuidSource(link.to) && !guids.some(({ name }) => name === link.to))
    return `there is no source ${link.to}`;
  if (link.legacy && link.type !== 'plex') return 'only Plex has legacy agents';
  const isSame = (other: GuidLink): boolean =>
    other.type === link.type && wordOf(other.from) === wordOf(link.from);
  return links.some(isSame) ? 'it is linked already' : null;
}

export function writtenGuidFile({ guids, links }: CustomGuids): string {
  return stringify({
    version: GUID_FILE_VERSION,
    guids: guids.map(({ id, name, description, pattern, example, tests }) => ({
      id,
      type: 'string',
      name: `guid_${name}`,
      description,
      validator: { pattern, example, tests },
    })),
    links: links.map(({ id, type, from, to, legacy, replace }) => ({
      id,
      type,
      map: { from, to: `guid_${to}` },
      options: { legacy, ...(replace ? { replace } : {}) },
    })),
  });
}

function toGuid(raw: Fields): CustomGuid | null {
  const [, name] = NAME.exec(textOf(raw['name'])) ?? [];
  if (name === undefined) return null;
  const validator = fieldsOf(raw['validator']);
  const tests = fieldsOf(validator['tests']);
  return {
    id: idOf(raw, name),
    name,
    description: textOf(raw['description']),
    pattern: textOf(validator['pattern']),
    example: textsIn([validator['example']]).join(''),
    tests: { valid: textsIn(tests['valid']), invalid: textsIn(tests['invalid']) },
  };
}

const isType = (type: string): type is BackendType => (BACKEND_TYPES as readonly string[]).includes(type);

function toLink(raw: Fields): GuidLink | null {
  const [type, map, options] = [textOf(raw['type']), fieldsOf(raw['map']), fieldsOf(raw['options'])];
  const [from, to] = [textOf(map['from']), textOf(map['to']).replace(/^guid_/, '')];
  if (!isType(type) || from === '' || to === '') return null;
  // The reference's API wrote it beside the options, its reader looked inside.
  const replace = fieldsOf(options['replace'] ?? raw['replace']);
  const [old, by] = [textOf(replace['from']), textOf(replace['to'])];
  return {
    id: idOf(raw, `${type} ${wordOf(from)}`),
    type,
    from,
    to,
    legacy: options['legacy'] === true,
    replace: old === '' ? null : { from: old, to: by },
  };
}
