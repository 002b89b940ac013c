import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Runs } from '#libs/database';
import { FakePlex } from '#libs/testing';
import { RunImporter } from './imports/run-importer.js';
import { ImporterStage } from './testing/importer-stage.js';

let stage: ImporterStage;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'watchstate-import-end-'));
  vi.stubEnv('WS_DATA_PATH', folder);
  stage = await ImporterStage.open();
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => stage.newPerson());

/** What the log of tasks says from here on, line by line. */
function listen(): () => string[] {
  const before = taskLog().length;
  return () => taskLog().slice(before);
}

const taskLog = (): string[] =>
  readdirSync(join(folder, 'logs'))
    .filter((name) => name.startsWith('task.'))
    .flatMap((name) =>
      readFileSync(join(folder, 'logs', name), 'utf8')
        .trimEnd()
        .split('\n'),
    );

const endLine = (requests: number, identity: string): RegExp =>
  new RegExp(
    `NOTICE: SYSTEM: Completed '${requests}' requests in '\\d+\\.\\d{3}'s for '${identity}' backends\\.$`,
  );

it('each import ends with its line and table in the log of tasks, with nobody but the importer at work', async () => {
  const plex = await stage.start(new FakePlex());
  for (const tmdb of ['1', '2'])
    plex.add({ type: 'movie', title: `Title ${tmdb}`, guids: { tmdb }, addedAt: 1 });
  const backend = await stage.backendOn(plex);
  const heard = listen();

  const run = await stage.import(backend);

  const lines = heard();
  expect(lines[0]).toMatch(endLine(run.requests, run.identityName));
  expect(lines).toContain('│ Movie   │ 2     │ 0       │ 0      │');
  expect(lines.filter((line) => line.includes('Completed'))).toHaveLength(1);
});

it('one that fails is told, too', async () => {
  const plex = await stage.start(new FakePlex());
  const backend = await stage.backendOn(plex);
  plex.fault({ match: /./, kind: { status: 401 } });
  const heard = listen();

  const run = await stage.import(backend);

  expect(run.status).toBe('failed');
  expect(heard().filter((line) => line.includes('Completed'))).toHaveLength(1);
});

it('one that waited for a person is told once, and what was approved in a line of its own', async () => {
  const plex = await stage.start(new FakePlex());
  const user = plex.users[0]?.id ?? '';
  const ids = Array.from({ length: 30 }, (_, number) =>
    plex.add({ type: 'movie', title: `Title ${number}`, guids: { tmdb: String(500 + number) }, addedAt: 1 }),
  );
  for (const id of ids) plex.play(user, id, 1_700_000_000);
  const backend = await stage.backendOn(plex);
  await stage.import(backend);
  for (const id of ids) plex.unplay(user, id);
  const heard = listen();

  const parked = await stage.import(backend);
  expect(parked.status).toBe('awaiting_approval');
  const runs = stage.module.get(Runs);
  await runs.approve(parked.id);
  await stage.module.get(RunImporter).import(parked.id, { signal: new AbortController().signal });

  expect(await runs.get(parked.id)).toMatchObject({ status: 'succeeded', counts: { unplayed: 30 } });
  const ends = heard().filter((line) => line.includes('Completed'));
  expect(ends).toEqual([
    expect.stringMatching(endLine(parked.requests, parked.identityName)),
    expect.stringMatching(/Completed '30' approved unmarks for 'person_\d+' backends\.$/),
  ]);
});
