import { demoCatalog } from './demo-catalog.js';
import { seedDemo } from './demo-states.js';
import { FakeControl, serverCard } from './fake-control.js';
import { FakeEmby } from './fake-emby.js';
import { FakeJellyfin } from './fake-jellyfin.js';
import { FakePlexTv } from './fake-plex-tv.js';
import { FakePlex } from './fake-plex.js';

/**
 * The fakes as a program of their own, for the demo, the end-to-end tests and `npm run fakes`.
 *
 * Ports (0 takes a free one): FAKE_PLEX_PORT, FAKE_JELLYFIN_PORT, FAKE_EMBY_PORT, FAKE_PLEX_TV_PORT,
 * FAKE_CONTROL_PORT. FAKE_SEED=none starts with empty libraries instead of the demo's.
 * The people are alex (admin) and sam; their tokens are `<server>-token-<name>`, the admin keys of Jellyfin and Emby
 * `<server>-admin-key`. One line of JSON on stdout tells all of that once everything listens.
 */
const plex = new FakePlex();
const jellyfin = new FakeJellyfin();
const emby = new FakeEmby();
const plexTv = new FakePlexTv({ servers: [plex] });
const servers = [plex, jellyfin, emby];
const control = new FakeControl({ servers, others: { 'plex-tv': plexTv } });
const all = [plex, jellyfin, emby, plexTv, control];

let isStopping = false;

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await Promise.all(all.map((fake) => fake.stop()));
  // An open IPC channel would keep the process alive.
  if (process.connected) process.disconnect();
}

function portOf(name: string, fallback: number): number {
  const port = Number(process.env[name] ?? fallback);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`${name} must be a port number`);
}

async function start(): Promise<void> {
  if (process.env['FAKE_SEED'] !== 'none') for (const server of servers) seedDemo(server, demoCatalog());
  await plex.start(portOf('FAKE_PLEX_PORT', 32_400));
  await jellyfin.start(portOf('FAKE_JELLYFIN_PORT', 8096));
  await emby.start(portOf('FAKE_EMBY_PORT', 8920));
  await plexTv.start(portOf('FAKE_PLEX_TV_PORT', 32_401));
  await control.start(portOf('FAKE_CONTROL_PORT', 32_402));
  const ready = { ready: true, servers: servers.map(serverCard), plexTv: plexTv.url, control: control.url };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
process.on('disconnect', () => void stop());

try {
  await start();
} catch (error) {
  process.stderr.write(
    `the fake servers did not start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
  await stop();
}
