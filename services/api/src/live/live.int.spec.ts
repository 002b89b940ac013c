import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Identities, Runs } from '#libs/database';
import { FakeJellyfin } from '#libs/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { EventReader, type SentEvent } from '../testing/event-reader.js';
import { addBackend } from '../testing/stored-backend.js';
import { storeTitles } from '../testing/stored-titles.js';

let stage: ApiStage;
let server: FakeJellyfin;
let open: EventReader[] = [];
beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  stage = await ApiStage.open();
  await addBackend(stage, server, { name: 'attic' });
  await stage.app.get(Identities).add('sam');
  await storeTitles(stage, 'attic', [{ title: 'Marble Kite' }]);
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});
afterEach(() => {
  open.forEach((reader) => reader.close());
  open = [];
});

async function listen(query = ''): Promise<EventReader> {
  const reader = await EventReader.listen(stage, query);
  open.push(reader);
  return reader;
}

const startRun = async (): Promise<string> =>
  String((await stage.call('post', 'backend/attic/import').expect(202)).body.run_id);
const itemId = async (): Promise<number> =>
  Number((await stage.call('get', 'history').expect(200)).body.history[0].id);
const ofRun =
  (id: string, status?: string) =>
  ({ event, data }: SentEvent): boolean =>
    event === 'run' && data['id'] === id && (status === undefined || data['status'] === status);
const ofHistory = ({ event }: SentEvent): boolean => event === 'history';

describe('live events', () => {
  it('tell of a run at least once a second while it is active, and of its end', async () => {
    const reader = await listen();
    expect(reader.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-user': 'main',
    });
    const id = await startRun();
    const first = await reader.next(ofRun(id));
    expect(first.data).toEqual((await stage.call('get', `runs/${id}`).expect(200)).body);
    const second = await reader.next((event) => ofRun(id)(event) && event.at > first.at);
    expect(second.at - first.at).toBeLessThan(2_000);
    await stage.app.get(Runs).finish(id, 'succeeded', null);
    const end = await reader.next(ofRun(id, 'succeeded'));
    expect(end.data['finished_at']).toEqual(expect.any(String));
  });

  it('tell of the end once', async () => {
    const reader = await listen();
    const [first, other] = [await startRun(), crypto.randomUUID()];
    await reader.next(ofRun(first));
    await stage.app.get(Runs).finish(first, 'failed', null);
    await reader.next(ofRun(first, 'failed'));
    const later = await startRun();
    await reader.next(ofRun(later));
    const tick = await reader.next((event) => ofRun(later)(event) && reader.all(ofRun(later)).length > 1);
    expect(tick.event).toBe('run');
    expect(reader.all(ofRun(first, 'failed'))).toHaveLength(1);
    expect(reader.all(ofRun(other))).toEqual([]);
    await stage.app.get(Runs).finish(later, 'succeeded', null);
  });

  it("tell of changes in the listener's own history", async () => {
    const [main, sam] = [await listen('topics=history'), await listen('topics=history&user=sam')];
    // A run shows when the first look is over.
    const clock = await listen('topics=runs');
    const run = await startRun();
    await clock.next(ofRun(run));
    await stage.call('post', `history/${await itemId()}/watch`).expect(200);
    const news = await main.next(ofHistory);
    expect(news.data).toEqual({ changed: 1, last_id: expect.any(Number) });
    expect(sam.all(() => true)).toEqual([]);
    expect(main.all(({ event }) => event === 'run')).toEqual([]);
    await stage.app.get(Runs).finish(run, 'succeeded', null);
  });

  it('tell of queue depths at once, and when they change', async () => {
    const reader = await listen('topics=queues');
    const first = await reader.next(({ event }) => event === 'queues');
    const { body } = await stage.call('get', 'system/transport/queue').expect(200);
    expect(first.data).toEqual({ queues: body.queues });
    const waiting = ({ data }: SentEvent): number =>
      (data['queues'] as { queue: string; waiting: number; delayed: number }[])
        .filter(({ queue }) => queue === 'imports')
        .reduce((sum, depth) => sum + depth.waiting + depth.delayed, 0);
    const run = await startRun();
    const second = await reader.next((event) => event.at > first.at);
    expect(waiting(second)).toBe(waiting(first) + 1);
    expect(reader.all(({ event }) => event !== 'queues')).toEqual([]);
    await stage.app.get(Runs).finish(run, 'succeeded', null);
  });

  it('tell of lines that are added to log files, and of none from before', async () => {
    const logs = join(stage.folder, 'logs');
    mkdirSync(logs, { recursive: true });
    const line = (message: string): string =>
      `${JSON.stringify({ level: 'warn', service: 'importer', time: '2025-03-01T10:00:00.000Z', message })}\n`;
    writeFileSync(join(logs, 'importer.20250301.log'), line('the old one'));
    const reader = await listen('topics=logs,queues');
    // Both sources look at the same moment; files are listed before anything is awaited.
    await reader.next(({ event }) => event === 'queues');
    appendFileSync(join(logs, 'importer.20250301.log'), line('the new one'));
    writeFileSync(join(logs, 'exporter.20250301.log'), line('of a new file'));
    const added = await reader.next(({ data }) => data['message'] === 'the new one');
    expect(added).toMatchObject({
      event: 'log',
      data: { filename: 'importer.20250301.log', level: 'warning', logger: 'importer' },
    });
    await reader.next(({ data }) => data['message'] === 'of a new file');
    expect(reader.all(({ data }) => data['message'] === 'the old one')).toEqual([]);
  });

  it('know no other topics, nobody unknown, and need a credential', async () => {
    const { body } = await stage.call('get', 'live').query({ topics: 'weather' }).expect(400);
    expect(body.error.fields).toMatchObject([{ field: 'topics' }]);
    await stage.call('get', 'live').query({ user: 'nobody' }).expect(404);
    await stage.open('get', 'live').expect(401);
  });

  it('answer a question for the headers alone', async () => {
    const { headers } = await fetch(`${stage.url}/v1/api/live`, {
      method: 'HEAD',
      headers: { 'X-APIKEY': '0123456789abcdef0123456789abcdef' },
    });
    expect(headers.get('content-type')).toContain('text/event-stream');
  });

  it('end when the service stops', async () => {
    const other = await ApiStage.open();
    const reader = await EventReader.listen(other, '');
    await other.close();
    await reader.ended();
    expect(reader.isEnded).toBe(true);
  });
});
