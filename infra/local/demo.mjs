// @ts-check
// `npm run demo`: the whole system in a throw-away folder, with three fake media servers configured (contract.md 1).
import { prepareCheckout } from './lib/prepare.mjs';
import { runProgram } from './lib/refusal.mjs';

const LOGIN = { WS_SYSTEM_USER: 'demo', WS_SYSTEM_PASSWORD: 'watchstate-demo' };

await runProgram(async () => {
  await prepareCheckout();
  const { makeDemoFolder, removeFolder } = await import('./lib/demo-folder.mjs');
  const { FakeServers } = await import('./lib/fake-servers.mjs');
  const { setUpDemo } = await import('./lib/demo-setup.mjs');
  const { choosePorts } = await import('./lib/ports.mjs');
  const { runInForeground } = await import('./lib/run-system.mjs');
  const { System } = await import('./lib/system.mjs');

  const folder = await makeDemoFolder();
  const fakes = await FakeServers.start(folder);
  try {
    const ports = await choosePorts(process.env);
    const { WS_DATABASE_URL: _database, WS_CACHE_URL: _cache, ...environment } = process.env;
    const system = new System(folder, { ...environment, ...ports, ...LOGIN, WS_PLEX_TV_URL: fakes.plexTv });
    const whenUp = async () => {
      const key = system.settings.secrets.WS_API_KEY;
      await setUpDemo({ url: system.address, key, servers: fakes.servers });
      return ` (sign in as ${LOGIN.WS_SYSTEM_USER} with ${LOGIN.WS_SYSTEM_PASSWORD})`;
    };
    await runInForeground(system, { whenUp });
  } finally {
    await fakes.stop();
    removeFolder(folder);
  }
  process.exit(0);
});
