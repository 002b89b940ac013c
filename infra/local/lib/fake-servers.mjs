// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inRoot, root } from './checkout.mjs';
import { lastLineOf, openLog } from './log-file.mjs';
import { choosePort } from './ports.mjs';
import { Refusal } from './refusal.mjs';

const PORTS = {
  FAKE_PLEX_PORT: 32400,
  FAKE_JELLYFIN_PORT: 8096,
  FAKE_EMBY_PORT: 8920,
  FAKE_PLEX_TV_PORT: 32401,
  FAKE_CONTROL_PORT: 32402,
};

/**
 * @typedef {object} FakeServer
 * @property {string} type
 * @property {string} url
 * @property {{ id: string, name: string, token: string }[]} users
 */

/** The program with one fake Plex, Jellyfin and Emby and a fake plex.tv. */
export class FakeServers {
  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {{ servers: FakeServer[], plexTv: string, control: string }} card
   */
  constructor(child, { servers, plexTv, control }) {
    this.child = child;
    this.servers = servers;
    this.plexTv = plexTv;
    this.control = control;
  }

  /** @param {import('./data-folder.mjs').DataFolder} folder for its log */
  static async start(folder) {
    const logFile = join(folder.logs, 'fakes.log');
    const log = openLog(logFile);
    const chosen = Object.entries(PORTS).map(async ([name, port]) => [name, String(await choosePort(port))]);
    const env = { ...process.env, ...Object.fromEntries(await Promise.all(chosen)) };
    const child = spawn(process.execPath, [inRoot('dist/libs/testing/src/media-servers/run-fakes.js')], {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', log.handle, 'ipc'],
    });
    log.close();
    const output = createInterface({ input: /** @type {import('node:stream').Readable} */ (child.stdout) });
    const [line] = await Promise.race([once(output, 'line'), once(child, 'exit').then(() => [undefined])]);
    if (line === undefined) throw new Refusal(`The fake servers do not start: ${lastLineOf(logFile)}`);
    return new FakeServers(child, JSON.parse(line));
  }

  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
