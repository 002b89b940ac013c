// @ts-check
// The first container of the composition. Makes the data folder and the secrets on first start, tells the stores
// their passwords, and gives the folder to the user that the services run as. Running it again changes nothing.
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolder, dataPathOf } from '../local/lib/data-folder.mjs';
import { Refusal, runProgram } from '../local/lib/refusal.mjs';
import { readSettings } from '../local/lib/settings.mjs';

/** A volume that only the stores can read. */
const PASSWORDS = '/run/passwords';

/** @typedef {{ uid: number, gid: number }} Owner */

await runProgram(async () => {
  const owner = ownerFrom(process.env);
  const folder = new DataFolder(dataPathOf(process.env));
  folder.prepare();
  const { secrets } = readSettings(folder.envFile, process.env);
  tellStores(secrets);
  for (const path of [
    folder.path,
    ...['config', 'backup', 'logs', 'run'].flatMap((name) => tree(folder.path, name)),
  ])
    give(path, owner);
});

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Owner}
 */
function ownerFrom({ UID, GID }) {
  const [uid, gid] = [Number(UID || 1000), Number(GID || 1000)];
  if (Number.isInteger(uid) && Number.isInteger(gid)) return { uid, gid };
  throw new Refusal('UID and GID must be numbers; `id -u` and `id -g` tell yours.');
}

/** @param {Readonly<{ WS_POSTGRES_PASSWORD: string, WS_REDIS_PASSWORD: string }>} secrets */
function tellStores({ WS_POSTGRES_PASSWORD, WS_REDIS_PASSWORD }) {
  const admin = join(PASSWORDS, 'postgres-admin');
  // Postgres asks for it when its folder is first made, and nobody logs in with it afterwards.
  if (!existsSync(admin)) tell(admin, randomBytes(16).toString('hex'));
  tell(join(PASSWORDS, 'postgres'), WS_POSTGRES_PASSWORD);
  tell(join(PASSWORDS, 'redis.conf'), `requirepass ${WS_REDIS_PASSWORD}\n`);
}

/**
 * Readable by everybody who has the volume: the stores run as users of their own images.
 * @param {string} file
 * @param {string} text
 */
function tell(file, text) {
  writeFileSync(file, text, { mode: 0o444 });
}

/**
 * @param {string} root
 * @param {string} name
 */
function tree(root, name) {
  const top = join(root, name);
  return [top, ...readdirSync(top, { recursive: true, encoding: 'utf8' }).map((path) => join(top, path))];
}

/**
 * @param {string} path
 * @param {Owner} owner
 */
function give(path, { uid, gid }) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found || (found.uid === uid && found.gid === gid)) return;
  try {
    chownSync(path, uid, gid);
  } catch {
    throw new Refusal(
      `${path} belongs to ${found.uid}:${found.gid} and cannot be given to ${uid}:${gid}. ` +
        `On the host: chown -R ${uid}:${gid} ./data, or set UID and GID to the owner.`,
    );
  }
}
