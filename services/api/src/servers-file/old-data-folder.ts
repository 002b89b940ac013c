import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DataFolder } from '#libs/runtime';
import { invalid } from '../http/api-problem.js';
import type { LeftOut } from './servers-text.js';

/** The configuration of an older installation, as its files say it. */
export interface OldData {
  /** Text of the `servers.yaml` by identity. */
  readonly servers: ReadonlyMap<string, string>;
  /** Text of `config/.env`; null when there is none, or when it is our own. */
  readonly env: string | null;
  /** Text of the mapping and of the custom ids; null when there is none, or when it is our own. */
  readonly mapping: string | null;
  readonly guids: string | null;
  readonly leftOut: readonly LeftOut[];
}

/** Of a text that came alone. */
export const NOTHING: Omit<OldData, 'servers'> = { env: null, mapping: null, guids: null, leftOut: [] };

const LARGEST = 1_024 ** 2;
const MOST_USERS = 500;

const NOT_TAKEN: readonly (readonly [file: string, reason: string])[] = [
  ['config/ignore.yaml', 'Ignore rules are made anew.'],
  [
    'db',
    'The play states are read from the servers by the first import; a backup that the old installation made can be restored.',
  ],
];

/** Reads the data folder of an older installation, which lies inside ours. */
@Injectable()
export class OldDataFolder {
  constructor(private readonly own: DataFolder) {}

  async read(name: string): Promise<OldData> {
    const { root, isOwn } = await this.place(name);
    const servers = new Map<string, string>();
    const main = await textIn(join(root, 'config', 'servers.yaml'));
    if (main !== null) servers.set('main', main);
    for (const [user, text] of await usersIn(root)) servers.set(user, text);
    if (servers.size === 0)
      throw invalid([{ field: 'folder', message: 'There is neither config/servers.yaml nor users/ in it.' }]);
    if (isOwn) return { ...NOTHING, servers };
    const [env, mapping, guids] = await Promise.all(
      ['.env', 'mapper.yaml', 'guid.yaml'].map((file) => textIn(join(root, 'config', file))),
    );
    const leftOut = await leftOutOf(root);
    return { servers, env: env ?? null, mapping: mapping ?? null, guids: guids ?? null, leftOut };
  }

  /** Links are followed first, so that no name leads out of the data folder. */
  private async place(name: string): Promise<{ readonly root: string; readonly isOwn: boolean }> {
    const own = await realpath(this.own.root);
    const root = await realpath(resolve(own, name)).catch(() => null);
    if (root !== own && root?.startsWith(own + sep) !== true)
      throw invalid([{ field: 'folder', message: 'There is no such folder inside the data folder.' }]);
    return { root, isOwn: root === own };
  }
}

async function usersIn(root: string): Promise<(readonly [string, string])[]> {
  const found: (readonly [string, string])[] = [];
  for (const folder of [join(root, 'users'), join(root, 'config', 'users')]) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.sort().slice(0, MOST_USERS)) {
      const text = await textIn(join(folder, name, 'servers.yaml'));
      if (text !== null) found.push([name, text]);
    }
  }
  return found;
}

async function textIn(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return null;
  if (found.size > LARGEST)
    throw invalid([{ field: 'folder', message: 'One of its files is larger than 1 MiB.' }]);
  return readFile(path, 'utf8');
}

async function leftOutOf(root: string): Promise<LeftOut[]> {
  const looks = await Promise.all(
    NOT_TAKEN.map(async ([key, reason]) =>
      (await stat(join(root, key)).catch(() => null)) === null ? null : { key, reason },
    ),
  );
  return looks.filter((look) => look !== null);
}
