import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aRun, paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { FakeStream } from '../../../testing/fake-stream.js';
import type { Run } from '../api/schema.gen.js';
import { IdentityChoice } from '../session/identity-choice.js';
import { LiveFeed } from './live-feed.js';

describe('the live feed', () => {
  let api: FakeApi;
  let live: LiveFeed;
  const stream = (): FakeStream => {
    if (!FakeStream.last) throw new Error('no stream was opened');
    return FakeStream.last;
  };
  const listed = (...items: Run[]) => ({ paging: paging(), items });

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    TestBed.configureTestingModule({ providers: apiProviders() });
    api = new FakeApi();
    live = TestBed.inject(LiveFeed);
  });

  afterEach(() => {
    live.stop();
    vi.useRealTimers();
  });

  it('listens for the person that was chosen', () => {
    TestBed.inject(IdentityChoice).choose('mira');
    live.start();
    expect(stream().url).toBe('/v1/api/live?topics=runs,history&user=mira');
    TestBed.inject(IdentityChoice).choose('main');
  });

  it('catches up on what was running before, then follows the stream', async () => {
    live.start();
    stream().open();
    await api.answer('GET', 'runs', listed(aRun()));
    await vi.waitFor(() => expect(live.active()).toHaveLength(1));
    stream().send('run', aRun({ progress: { done: 60, total: 100 } }));
    expect(live.latest(aRun()).progress.done).toBe(60);
    expect(live.connection()).toBe('streaming');
  });

  it('counts the end of a run, and never goes back behind it', () => {
    live.start();
    stream().send('run', aRun());
    stream().send('run', aRun({ status: 'succeeded' }));
    stream().send('run', aRun({ progress: { done: 99, total: 100 } }));
    expect(live.ended()).toBe(1);
    expect(live.active()).toEqual([]);
  });

  it('counts a run that was over before it was heard of', () => {
    live.start();
    stream().open();
    stream().send('run', aRun({ status: 'succeeded' }));
    stream().send('run', aRun({ status: 'succeeded' }));
    expect(live.ended()).toBe(1);
  });

  it('counts a run that began and ended while the stream was broken, and none that had ended before', async () => {
    live.start();
    stream().breakDown();
    await api.answer('GET', 'runs', listed(aRun({ status: 'succeeded' })));
    await vi.waitFor(() => expect(live.latest(aRun()).status).toBe('succeeded'));
    expect(live.ended()).toBe(0);
    vi.advanceTimersByTime(3_000);
    await api.answer('GET', 'runs', listed(aRun({ id: 'short', status: 'succeeded' })));
    await vi.waitFor(() => expect(live.ended()).toBe(1));
  });

  it('asks every few seconds while the stream is broken, and tries the stream again', async () => {
    live.start();
    const first = stream();
    first.breakDown();
    expect(first.isClosed).toBe(true);
    await api.answer('GET', 'runs', listed(aRun()));
    await vi.waitFor(() => expect(live.active()).toHaveLength(1));
    vi.advanceTimersByTime(3_000);
    await api.answer('GET', 'runs', listed(aRun({ status: 'failed' })));
    await vi.waitFor(() => expect(live.ended()).toBe(1));
    expect(live.connection()).toBe('polling');
    vi.advanceTimersByTime(15_000);
    expect(stream()).not.toBe(first);
    stream().open();
    expect(live.connection()).toBe('streaming');
  });

  it('does not trust a stream that is silent while something runs', () => {
    live.start();
    stream().open();
    stream().send('run', aRun());
    vi.advanceTimersByTime(15_000);
    expect(live.connection()).toBe('polling');
  });

  it('trusts a silent stream while nothing runs', () => {
    live.start();
    stream().open();
    vi.advanceTimersByTime(60_000);
    expect(live.connection()).toBe('streaming');
  });
});
