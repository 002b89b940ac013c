import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeJellyfin } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { commandEnd, consoleLine } from '../testing/console-line.js';
import { addBackend } from '../testing/stored-backend.js';

let stage: ApiStage;
const server = new FakeJellyfin();

beforeAll(async () => {
  await server.start();
  server.add({ type: 'movie', title: 'Marble Kite', guids: { tmdb: '910' } });
  server.add({ type: 'episode', title: 'Night Ferry', season: 1, episode: 1, guids: { tvdb: '911' } });
  stage = await ApiStage.open();
  await addBackend(stage, server, { name: 'attic' });
  await stage.call('post', 'identities').send({ identity: 'kim' }).expect(201);
  mkdirSync(join(stage.folder, 'backup'), { recursive: true });
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});

const suggest = async (line: string): Promise<string[]> =>
  (await stage.call('get', 'system/command/suggest').query({ line }).expect(200)).body.items;

describe('a line that is being typed', () => {
  it.each([
    ['state:im', ['state:import']],
    ['system:d', ['system:diff']],
    ['state:import --dry', ['--dry-run']],
    ['state:import -u ', ['kim', 'main']],
    ['state:import -s att', ['attic']],
    ['state:import --select-backend ', ['attic']],
    ['state:import -o ', ['json', 'table', 'yaml']],
    ['system:tasks -t imp', ['import']],
    ['env:add WS_CRON_IMPORT_A', ['WS_CRON_IMPORT_ARGS', 'WS_CRON_IMPORT_AT']],
    ['nonsense --', []],
    ['state:import -u main zzz', []],
  ])('goes on from %j with %j', async (line, wanted) => {
    expect(await suggest(line)).toEqual(wanted);
  });

  it('begins with every command', async () => {
    expect((await suggest('')).length).toBeGreaterThan(60);
    await stage.open('get', 'system/command/suggest').expect(401);
  });

  it('is completed by bash, also behind a colon', () => {
    const program = join(import.meta.dirname, '../../../../infra/local/console.mjs');
    const script = execFileSync(process.execPath, [program, 'completion', 'bash'], { encoding: 'utf8' });
    const typed = `
      console() { [ "$1" = _complete ] && printf 'state:import\\nstate:export\\n'; }
      ${script}
      COMP_LINE='console state:'; COMP_POINT=\${#COMP_LINE}; COMP_WORDS=(console state :); COMP_CWORD=2
      _console_complete; printf '%s ' "\${COMPREPLY[@]}"`;
    expect(execFileSync('bash', ['-c', typed], { encoding: 'utf8' })).toBe('import export ');
  });
});

describe('two backups', () => {
  const line = (tmdb: number, watched: number): string =>
    JSON.stringify({
      ...{ type: 'movie', watched, updated: 1, title: `Title ${tmdb}`, year: 2020 },
      guids: { guid_tmdb: String(tmdb) },
    });
  const put = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(stage.folder, 'backup', name), `[\n${lines.join(',\n')}\n]\n`);

  it('are compared title by title', async () => {
    put('one.json', [line(1, 0), line(2, 1), line(3, 1), line(4, 1)]);
    put('two.json', [line(1, 1), line(2, 0), line(3, 1), line(5, 0)]);
    const { code, out } = await consoleLine(stage, 'system:diff one.json two.json -o json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([
      { title: 'Title 1 (2020)', before: '✕', after: '✓' },
      { title: 'Title 2 (2020)', before: '✓', after: '✕' },
    ]);
    const played = await consoleLine(stage, 'system:diff one.json two.json -f played');
    expect(played.out).toMatch(/Title 1 \(2020\) +│ ✕ +│ ✓/);
    expect(played.out).not.toContain('Title 2');
    expect((await consoleLine(stage, 'system:diff one.json two.json -S a')).out).toMatch(
      /Title 4 \(2020\) +│ ✓ +│ -/,
    );
    const missing = await consoleLine(stage, 'system:diff one.json nowhere.json');
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('nowhere.json')]);
    expect((await consoleLine(stage, 'system:diff one.json')).code).toBe(2);
  });
});

describe('the scheduler in the console', () => {
  it('tells its state, and is made anew', async () => {
    expect((await consoleLine(stage, 'system:scheduler')).out).toContain('running');
    expect((await consoleLine(stage, 'system:scheduler --restart')).code).toBe(0);
  });
});

describe('libraries that are left out of an import', () => {
  const started = async () => {
    const { body } = await stage.call('get', 'runs').query({ kind: 'import', perpage: 1 }).expect(200);
    return (body.items[0] ?? { id: '', options: {} }) as { id: string; options: { libraries?: string[] } };
  };

  it('leave the others', async () => {
    const ids = server.libraries.map(({ id }) => id);
    const [first = '', ...others] = ids;
    const ordered = await stage
      .call('post', 'system/command')
      .send({ command: `state:import -s attic -S ${first} -I` })
      .expect(201);
    await expect.poll(async () => (await started()).options.libraries, { timeout: 10_000 }).toEqual(others);
    await stage.call('post', `runs/${(await started()).id}/cancel`).expect(202);
    await commandEnd(stage, String(ordered.body.token));
    const all = ids.map((id) => `-S ${id}`).join(' ');
    const none = await consoleLine(stage, `state:import -s attic ${all} -I`);
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('leaves no library')]);
  });
});
