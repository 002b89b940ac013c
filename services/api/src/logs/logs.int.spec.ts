import { appendFileSync, existsSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiStage, KEY } from '../testing/api-stage.js';
import { EventReader } from '../testing/event-reader.js';
import { LogPruner } from './log-pruner.js';

let stage: ApiStage;
beforeAll(async () => {
  stage = await ApiStage.open();
  mkdirSync(join(stage.folder, 'logs'), { recursive: true });
});
afterAll(() => stage.close());

const path = (name: string): string => join(stage.folder, 'logs', name);
const json = (fields: object): string =>
  `${JSON.stringify({ level: 'info', time: '2025-03-01T10:00:00.000Z', service: 'importer', process: 7, ...fields })}\n`;
const messages = (lines: readonly { readonly message: string }[]): string[] =>
  lines.map(({ message }) => message);

describe('the log files', () => {
  it('are listed with type, day and size', async () => {
    writeFileSync(path('task.20250301.log'), '[01/03 10:00:00]: NOTICE: Done.\n');
    const { body } = await stage.call('get', 'logs').expect(200);
    expect(body).toContainEqual({
      ...{
        filename: 'task.20250301.log',
        type: 'task',
        date: '20250301',
        size: 32,
        modified: expect.any(String),
      },
    });
  });

  it('are read from the end, a hundred lines at a time, to the first one', async () => {
    const lines = Array.from({ length: 250 }, (_, index) => json({ message: `line ${index + 1}` }));
    writeFileSync(path('app.20250302.log'), lines.join(''));
    const first = (await stage.call('get', 'log/app.20250302.log').expect(200)).body;
    expect([first.lines.length, first.lines[0].message, first.lines[99].message]).toEqual([
      100,
      'line 151',
      'line 250',
    ]);
    appendFileSync(path('app.20250302.log'), json({ message: 'a newer one' }));
    const second = (await stage.call('get', 'log/app.20250302.log').query({ offset: first.next })).body;
    expect([second.lines[0].message, second.lines[99].message]).toEqual(['line 51', 'line 150']);
    const third = (await stage.call('get', 'log/app.20250302.log').query({ offset: second.next })).body;
    expect([third.lines.length, third.lines[0].message, third.next]).toEqual([50, 'line 1', null]);
  });

  it('say what each line holds, whatever its form', async () => {
    writeFileSync(
      path('app.20250303.log'),
      json({
        level: 'warn',
        message: 'job put off',
        queue: 'imports',
        error: { message: 'away', type: 'Error' },
      }) + '[03/03 10:00:00]: WARNING: plain\nneither\n{"broken": \n',
    );
    const lines = (await stage.call('get', 'log/app.20250303.log')).body.lines as readonly object[];
    expect(lines[0]).toMatchObject({
      ...{
        datetime: '2025-03-01T10:00:00.000Z',
        level: 'warning',
        levelno: 300,
        logger: 'importer',
        process: 7,
      },
      ...{ message: 'job put off', source: 'imports', exception: expect.stringContaining('away') },
    });
    expect(lines[1]).toMatchObject({ level: 'warning', message: 'plain', datetime: null });
    expect(lines.slice(2)).toEqual([
      expect.objectContaining({ message: 'neither', level: null }),
      expect.objectContaining({ message: '{"broken":', level: null }),
    ]);
  });

  it('cost the same however large they are, also where a line is longer than anybody reads', async () => {
    writeFileSync(path('app.20250304.log'), `${'x'.repeat(3_000_000)}\n${json({ message: 'last' })}`);
    const { body } = await stage.call('get', 'log/app.20250304.log').expect(200);
    expect(messages(body.lines).at(-1)).toBe('last');
    expect(JSON.stringify(body).length).toBeLessThan(200_000);
  });

  it('can be downloaded and deleted', async () => {
    writeFileSync(path('task.20250305.log'), 'as it is\n');
    const { text, headers } = await stage
      .call('get', 'log/task.20250305.log')
      .query({ download: 1 })
      .expect(200);
    expect([text, headers['content-disposition']]).toEqual([
      'as it is\n',
      'attachment; filename=task.20250305.log',
    ]);
    await stage.call('delete', 'log/task.20250305.log').expect(204);
    expect(existsSync(path('task.20250305.log'))).toBe(false);
    await stage.call('get', 'log/task.20250305.log').expect(404);
  });

  it('are not named by what holds a zero', async () => {
    await stage.call('get', 'log/a%00b').expect(400);
    await stage.call('delete', 'log/a%00b').expect(400);
  });

  it.each(['..%2fconfig%2f.env', '%2e%2e%2f.env', '.env', '..', 'nothing.log', 'x%2f..%2fy', '%5c..%5c.env'])(
    'are the only files that can be named: %s',
    async (name) => {
      mkdirSync(join(stage.folder, 'config'), { recursive: true });
      writeFileSync(join(stage.folder, 'config', '.env'), `WS_API_KEY=${KEY}\n`);
      for (const query of [{}, { download: 1 }, { stream: 1 }]) {
        const { text } = await stage.call('get', `log/${name}`).query(query).expect(404);
        expect(text).not.toContain(KEY);
      }
      await stage.call('delete', `log/${name}`).expect(404);
      expect(existsSync(join(stage.folder, 'config', '.env'))).toBe(true);
    },
  );

  it('are followed nowhere else by a link', async () => {
    symlinkSync(join(stage.folder, 'config', '.env'), path('linked.log'));
    await stage.call('get', 'log/linked.log').expect(404);
  });
});

describe('following a log', () => {
  it('tells what is added, and goes on where a lost stream had been', async () => {
    writeFileSync(path('task.20250306.log'), 'before\n');
    const reader = await EventReader.follow(stage, 'log/task.20250306.log?stream=1');
    appendFileSync(path('task.20250306.log'), 'one\ntwo');
    const one = await reader.next(({ data }) => data['message'] === 'one');
    reader.close();
    appendFileSync(path('task.20250306.log'), ' and a half\n');
    const again = await EventReader.follow(stage, 'log/task.20250306.log?stream=1', {
      'Last-Event-ID': one.id ?? '',
    });
    await again.next(({ data }) => data['message'] === 'two and a half');
    expect(again.all(({ event }) => event === 'data')).toHaveLength(1);
    again.close();
  });
});

describe('looking for lines', () => {
  it('finds them in all files, by words, level, service and time, the newest first', async () => {
    writeFileSync(
      path('app.20250307.log'),
      json({ message: 'needle one', time: '2025-03-07T08:00:00.000Z' }) +
        json({ message: 'other', detail: 'NEEDLE', level: 'error', time: '2025-03-07T09:00:00.000Z' }) +
        json({ message: 'needle two', service: 'exporter', time: '2025-03-07T10:00:00.000Z' }),
    );
    const search = async (query: object): Promise<string[]> =>
      messages((await stage.call('get', 'logs/search').query(query).expect(200)).body.items);
    expect(await search({ q: 'needle' })).toEqual(['needle two', 'other', 'needle one']);
    expect(await search({ q: 'needle', level: 'error,critical' })).toEqual(['other']);
    expect(await search({ q: 'needle', logger: 'exporter' })).toEqual(['needle two']);
    expect(await search({ q: 'needle', from: '2025-03-07T08:30:00Z', to: '2025-03-07T09:30:00Z' })).toEqual([
      'other',
    ]);
    expect(await search({ q: 'needle', limit: 1 })).toEqual(['needle two']);
  });

  it.each([
    [{ level: 'loud' }, 'level'],
    [{ from: 'yesterday' }, 'from'],
    [{ limit: 0 }, 'limit'],
    [{ word: 'x' }, 'word'],
  ])('refuses %j by name', async (query, field) => {
    const { body } = await stage.call('get', 'logs/search').query(query).expect(400);
    expect(body.error.fields).toEqual([expect.objectContaining({ field })]);
  });

  it('shows the last lines of today', async () => {
    await stage.call('get', 'log/nothing').expect(404);
    await vi.waitFor(async () => {
      const { body } = await stage.call('get', 'logs/recent').query({ limit: 3 }).expect(200);
      expect(body).toContainEqual(expect.objectContaining({ type: 'app', lines: expect.any(Array) }));
    });
  });
});

describe('old logs', () => {
  it('go after their time, also without a date; those that a launcher holds open stay', () => {
    const old = new Date(Date.now() - 8 * 86_400_000);
    for (const name of ['task.20200101.log', 'api.log', 'importer.log.1']) {
      writeFileSync(path(name), 'x\n');
      utimesSync(path(name), old, old);
    }
    const pruner = stage.app.get(LogPruner);
    expect(pruner.prune({ dryRun: true })).toEqual(['importer.log.1', 'task.20200101.log']);
    expect(existsSync(path('task.20200101.log'))).toBe(true);
    expect(pruner.prune({ dryRun: false })).toEqual(['importer.log.1', 'task.20200101.log']);
    expect([existsSync(path('task.20200101.log')), existsSync(path('api.log'))]).toEqual([false, true]);
  });
});
