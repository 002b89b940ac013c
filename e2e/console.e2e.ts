import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Fakes, repository, RunningSystem } from './harness/index.js';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let fakes: Fakes;
let system: RunningSystem;

beforeAll(async () => {
  fakes = await Fakes.start('demo');
  system = await RunningSystem.start({ env: { ...fakes.env, WS_TZ: 'Europe/Paris' } });
  for (const type of ['plex', 'jellyfin', 'emby'] as const)
    await system.api().addBackend(fakes.backend(type));
});

afterAll(async () => {
  await system.dispose();
  await fakes.stop();
});

/** The real program, as it is typed. */
function typed(line: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(repository, 'infra/local/console.mjs'), ...words],
      { env: { ...process.env, WS_DATA_PATH: system.dataPath, ...env }, timeout: 100_000 },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

const BOX = /┌─+.*┐\n│ .*│\n/;

/** Each line of cli.md as it is printed there, in this order: what it ends with, and what it prints. */
const LINES: readonly (readonly [line: string, code: number, out: RegExp, err?: RegExp])[] = [
  ['system:apikey', 0, /^[0-9a-f]{32}\n$/],
  ['version', 0, /^WatchState \d/],
  ['list', 0, /state:import/],
  ['--help', 0, /Usage: console/],
  ['state:import --help', 0, /-f, --force-full/],
  [
    'state:import -v',
    0,
    BOX,
    /NOTICE: SYSTEM: Completed '\d+' requests in '\d+\.\d+'s for 'main' backends\./,
  ],
  ['state:import', 0, /│ Type +│ Added +│ Updated +│ Failed +│/],
  ['state:import -vvvrm', 0, /NOTICE: SYSTEM: Completed .* MiB\]/],
  ['state:import -vvv --sync-requests', 0, BOX],
  ['state:import --async-requests -s plex', 0, BOX],
  ['state:import -s plex -e', 0, BOX],
  ['state:import --metadata-only -u main', 0, BOX],
  ['state:import --dry-run', 0, BOX],
  ['state:import --stats-show', 0, /"added": 0/],
  ['state:plan -u main', 0, /./],
  ['state:export -fi -v -u main', 0, /│ Identity │ Backend/, /NOTICE: SYSTEM: Completed/],
  ['state:export -fi -v -u main -s jellyfin', 0, /jellyfin/],
  ['state:export', 0, BOX],
  ['state:export --sync-requests', 0, BOX],
  ['state:validate -v', 0, /│ Identity +│ Backend +│ Reference Found +│ Reference Removed +│/],
  [
    'state:playlist -v',
    0,
    /│ Identity +│ Status +│ Created +│ Updated/,
    /NOTICE: SYSTEM: Starting the playlists of 'main'/,
  ],
  ['state:playlist -u main --dry-run', 0, BOX],
  ['state:playlist -s plex -s emby -f --logfile playlists.log', 0, BOX],
  ['state:playlist -s plex -e', 0, BOX],
  ['state:playlist -s nowhere', 1, /^$/, /There is no backend nowhere/],
  ['state:backup -v', 0, /main\.plex/],
  ['state:backup --sync-requests -s emby', 0, /main\.emby/],
  ['config:dump servers', 0, /servers\.yaml\n$/],
  ['config:dump servers', 1, /^$/, /is there already/],
  ['config:dump servers -w --current', 0, /servers\.yaml\n$/],
  ['config:dump nonsense', 1, /^$/, /servers and config/],
  ['config:generate', 0, /[0-9a-f]{32}/],
  ['config:generate', 0, /^$/],
  ['config:list', 0, /LastImportDate/],
  ['config:view import.enabled -s plex', 0, /true/],
  ['config:test', 0, /\[OK\] plex server/],
  ['config:edit -s emby -k import.enabled -e false', 0, /│ import\.enabled │ true +│ false/],
  ['config:edit -s emby -k import.enabled -e true', 0, /│ false +│ true/],
  ['backend:list', 0, /jellyfin/],
  ['backend:info -s plex', 0, /identifier/],
  ['backend:version -s jellyfin', 0, /\d+\.\d+/],
  ['backend:users:list -s jellyfin', 0, /alex/],
  ['backend:users:sessions -s emby', 0, /^/],
  ['backend:library:list -s plex', 0, /│ ID +│ Title/],
  ['backend:library:unmatched -s plex', 0, /^/],
  ['backend:library:mismatch -s plex -p 20 -m levenshtein', 0, /^/],
  ['backend:search:query -s plex the -l 3', 0, /^/],
  ['backend:info', 1, /^$/, /-s <backend>/],
  ['backend:info -s nothing', 1, /^$/, /There is no backend nothing/],
  ['history:list', 0, BOX],
  ['history:list --played -t movie -o json', 0, /"watched": true/],
  ['history:list --played --unplayed', 1, /^$/, /exclude one another/],
  ['history:explain 1', 0, /./],
  ['db:list --perpage 2', 0, BOX],
  ['db:info', 0, /WS_POSTGRES_PASSWORD in/],
  ['db:index --dry-run', 0, /run_newest/],
  ['db:index -v', 0, /^$/, /statistics are fresh/],
  ['db:maintenance', 0, /^$/],
  ['db:migrate', 0, /FirstSchema/],
  [`db:query "SELECT count(*)::int AS items FROM item"`, 0, /│ items │/],
  [`db:query "DELETE FROM item"`, 1, /^$/, /read-only/],
  ['env:add WS_CRON_IMPORT_AT "0 */6 * * *"', 0, /0 \*\/6 \* \* \*/],
  ['env:add WS_CRON_IMPORT_AT "99 * * * *"', 1, /^$/, /timer of five fields/],
  ['env:add WS_NONSENSE 1', 1, /^$/, /./],
  ['env:list --set', 0, /WS_CRON_IMPORT_AT/],
  ['system:env -k WS_CRON_IMPORT -e true', 0, /true/],
  ['system:env -k WS_CRON_IMPORT -d', 0, /WS_CRON_IMPORT/],
  ['system:tasks', 0, /│ name +│ command +│ options +│ timer +│ description/],
  ['system:tasks --run -t import --save-log', 0, /│ Type/],
  ['system:tasks -t nonsense', 1, /^$/, /There is no task nonsense/],
  ['system:logs --list', 0, /task\.\d{8}\.log/],
  ['system:logs -t task -l 20', 0, /│ Movie/],
  ['system:scheduler', 0, /│ running/],
  ['completion bash', 0, /complete -o default/],
  ['completion tcsh', 1, /^$/, /bash, zsh, fish/],
  ['_complete state:v', 0, /^state:validate\n$/],
  ['plex:accesstoken', 1, /^$/, /Usage: console plex:accesstoken/],
  ['import:watchstate nowhere', 1, /^$/, /There is no such folder/],
  ['system:prune', 0, /│ logs/],
  ['system:prune --run -v', 0, /^$/, /would be removed/],
  ['system:prune --run --execute -v', 0, /^$/, /removed/],
  ['system:prune --run -p nonsense', 1, /^$/, /There is no pruner/],
  ['system:routes', 0, /system\/command/],
  ['events:list -a', 0, /run_console/],
  ['events:list --before soon', 1, /^$/, /2 hours ago/],
  ['events:view latest', 0, /run_console/],
  ['events:listeners', 0, /on_webhook/],
  ['events:dispatch', 0, /^$/, /Told the workers/],
  ['events:purge', 1, /^$/, /./],
  ['events:purge -a --dry-run', 0, /^$/, /events fit/],
  ['events:delete latest', 1, /^$/, /is deleted[\s\S]*--no-interaction/],
  ['transport:queue', 0, /│ imports/],
  ['health', 0, /│ main@plex/],
  ['api:test system/version', 0, /"version"/],
  ['api:test nothing', 1, /no-such-route/],
  // The tokens here are one person's own, so nobody else's backends can be made.
  ['backend:create --dry-run', 0, /│ Identity/],
  ['backend:create --re-create', 1, /^/, /--no-interaction/],
  ['system:resetpassword', 0, /sign-up page is open/],
  ['nonsense', 2, /^$/, /There is no command nonsense/],
  ['state:import --nonsense', 2, /^$/, /nonsense/],
  ['state:import -u nobody', 1, /^$/, /There is no identity nobody/],
  ['events:view', 2, /^$/, /argument <id> is missing/],
];

describe('the console program', () => {
  it.each(LINES.map(([line, ...wanted]) => [line, wanted] as const))(
    'understands: %s',
    async (line, [code, out, err]) => {
      const ended = await typed(line);
      expect([ended.code, ended.out, ended.err]).toEqual([
        code,
        expect.stringMatching(out),
        expect.stringMatching(err ?? /^/),
      ]);
      expect(ended.err).not.toMatch(/\n\s+at /);
    },
  );

  it.each([
    'backend:list',
    'config:list',
    'system:tasks',
    'env:list',
    'history:list',
    'events:list',
    'transport:queue',
  ])('gives %s as JSON and as YAML, and nothing else on that stream', async (line) => {
    expect(JSON.parse((await typed(`${line} -o json`)).out)).toBeTypeOf('object');
    expect((await typed(`${line} -o yaml`)).out).toMatch(/^(-|\w+:)/);
  });

  it('restores what a backup says, in a rehearsal unless it is told to write', async () => {
    const [file] = readdirSync(join(system.dataPath, 'backup')).filter((name) =>
      name.startsWith('main.emby'),
    );
    const rehearsal = await typed(`backend:restore ${file ?? ''} -s emby`);
    expect([rehearsal.code, rehearsal.err]).toEqual([0, expect.stringContaining('Nothing was written')]);
    const asked = await typed(`backend:restore ${file ?? ''} -s emby --execute`);
    expect([asked.code, asked.err]).toEqual([1, expect.stringContaining('is overwritten')]);
    expect((await typed(`backend:restore ${file ?? ''} -s emby --execute --assume-yes`)).code).toBe(0);
    expect((await typed('backend:restore nothing.json -s emby')).code).toBe(1);
  });

  it('prints the table of an import with movies and episodes apart, and keeps it in the log of the day', () => {
    const logs = readdirSync(join(system.dataPath, 'logs')).filter((name) => /^task\.\d{8}\.log$/.test(name));
    const text = logs.map((name) => readFileSync(join(system.dataPath, 'logs', name), 'utf8')).join('');
    expect(text).toMatch(/│ Movie +│ \d+ +│ \d+ +│ \d+ +│\n├─.*\n│ Episode +│ \d+ +│ \d+ +│ \d+ +│\n└/);
  });

  it('shows another key after it was made anew, and the old one opens nothing', async () => {
    const before = (await typed('system:apikey')).out.trim();
    const after = (await typed('system:apikey -r')).out.trim();
    expect(after).not.toBe(before);
    expect((await typed('system:apikey')).out.trim()).toBe(after);
    await expect.poll(async () => (await typed('version')).code, { timeout: 10_000 }).toBe(0);
    const answer = await fetch(`${system.url}/v1/api/backends`, { headers: { 'X-APIKEY': before } });
    expect(answer.status).toBe(401);
  });

  it('says in one line that there is no installation, or that nothing runs', async () => {
    const nothing = await typed('version', { WS_DATA_PATH: '/tmp/watchstate-no-such-folder' });
    expect([nothing.code, nothing.err.trim().split('\n')]).toEqual([
      78,
      [expect.stringContaining('npm start')],
    ]);
    const stopped = await typed('version', {
      WS_DATA_PATH: join(system.dataPath, 'nowhere'),
      WS_API_KEY: 'k'.repeat(20),
      WS_PORT: '1',
    });
    expect([stopped.code, stopped.err.trim().split('\n')]).toEqual([
      1,
      [expect.stringContaining('does not answer')],
    ]);
    rmSync(join(system.dataPath, 'nowhere'), { recursive: true, force: true });
  });
});
