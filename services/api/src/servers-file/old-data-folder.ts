import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { BackendRecord } from '#libs/database';
import { DataFolder } from '#libs/runtime';
import { invalid } from '../http/api-problem.js';
import { newestDatabase } from './old-files.js';
import { Unpacker } from './unpacker.js';

/** The configuration of an older installation, as its files say it; what a person has, by the name of the identity. */
export interface OldData {
  /** Text of the `servers.yaml`. */
  readonly servers: ReadonlyMap<string, string>;
  /** Text of the `ignore.yaml`, with its place. */
  readonly ignore: ReadonlyMap<string, OldFile>;
  /** The database with what was watched, from our data folder on, and its place in the old one. */
  readonly histories: ReadonlyMap<string, OldFile>;
  /** Text of `config/.env`; null when there is none, or when it is our own. */
  readonly env: string | null;
  /** Text of the mapping and of the custom ids; null when there is none, or when it is our own. */
  readonly mapping: string | null;
  readonly guids: string | null;
  /** Once all is read: what was unpacked for it goes, but for the databases when they are still to be read. */
  readonly done: (areTaken: boolean) => Promise<void>;
}

export interface OldFile {
  /** As a person knows it. */
  readonly place: string;
  readonly content: string;
}

/** The backends of a person, there or to come. */
export type BackendsOf = (
  identity: string,
) => Promise<readonly Pick<BackendRecord, 'name' | 'importEnabled' | 'options'>[]>;

/** Of a text that came alone. */
export const NOTHING: Omit<OldData, 'servers'> = {
  ignore: new Map(),
  histories: new Map(),
  env: null,
  mapping: null,
  guids: null,
  done: () => Promise.resolve(),
};

const LARGEST = 1_024 ** 2;
const MOST_USERS = 500;

/** Reads the data folder of an older installation, or a zip of one, which lies inside ours. */
@Injectable()
export class OldDataFolder {
  constructor(
    private readonly own: DataFolder,
    private readonly unpacker: Unpacker,
  ) {}

  async read(name: string): Promise<OldData> {
    const place = await this.place(name);
    if (!(await stat(place)).isFile()) return this.readFolder(place);
    const folder = await this.unpacker.unpack(place);
    try {
      const done = (areTaken: boolean): Promise<void> =>
        areTaken ? this.unpacker.keepDatabases(folder) : this.unpacker.discard(folder);
      return { ...(await this.readFolder(await realpath(folder))), done };
    } catch (error) {
      await this.unpacker.discard(folder);
      throw error;
    }
  }

  private async readFolder(root: string): Promise<OldData> {
    const own = await realpath(this.own.root);
    const data = await peopleIn(root, own);
    if (data.servers.size === 0)
      throw invalid([
        { field: 'folder', message: 'There is neither config/servers.yaml nor users/*/servers.yaml in it.' },
      ]);
    // What is in our own folder is our own already.
    if (root === own) return { ...NOTHING, ...data };
    const [env = null, mapping = null, guids = null] = await Promise.all(
      ['.env', 'mapper.yaml', 'guid.yaml'].map((file) => textIn(join(root, 'config', file))),
    );
    return { ...NOTHING, ...data, env, mapping, guids };
  }

  /** Links are followed first, so that no name leads out of the data folder. */
  private async place(name: string): Promise<string> {
    const own = await realpath(this.own.root);
    const place = await realpath(resolve(own, name)).catch(() => null);
    if (place === null || (place !== own && !place.startsWith(own + sep)))
      throw invalid([
        {
          field: 'folder',
          message: 'There is no such folder or zip inside the data folder; copy it there first.',
        },
      ]);
    return place;
  }
}

async function peopleIn(
  root: string,
  own: string,
): Promise<Pick<OldData, 'servers' | 'ignore' | 'histories'>> {
  const servers = new Map<string, string>();
  const [ignore, histories] = [new Map<string, OldFile>(), new Map<string, OldFile>()];
  const homes = [{ user: 'main', config: 'config', db: 'db' }, ...(await homesIn(root))];
  for (const { user, config, db } of homes) {
    keep(servers, user, await textIn(join(root, config, 'servers.yaml')));
    const rules = await textIn(join(root, config, 'ignore.yaml'));
    if (rules !== null) keep(ignore, user, { place: `${config}/ignore.yaml`, content: rules });
    const file = newestDatabase(await readdir(join(root, db)).catch(() => []));
    if (file !== null)
      keep(histories, user, { place: `${db}/${file}`, content: relative(own, join(root, db, file)) });
  }
  return { servers, ignore, histories };
}

function keep<Kept>(kept: Map<string, Kept>, user: string, value: Kept | null): void {
  if (value !== null && !kept.has(user)) kept.set(user, value);
}

interface Home {
  readonly user: string;
  /** Where it keeps its files, and its database. */
  readonly config: string;
  readonly db: string;
}

async function homesIn(root: string): Promise<Home[]> {
  const homes: Home[] = [];
  for (const folder of ['users', 'config/users']) {
    const users = await readdir(join(root, folder)).catch(() => []);
    for (const user of users.sort().slice(0, MOST_USERS))
      homes.push({ user, config: `${folder}/${user}`, db: `${folder}/${user}` });
  }
  return homes;
}

async function textIn(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return null;
  if (found.size > LARGEST)
    throw invalid([{ field: 'folder', message: 'One of its files is larger than 1 MiB.' }]);
  return readFile(path, 'utf8');
}
