import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { control, isOn, press, says, slider, until } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import type { Task } from '../../core/api/schema.gen.js';
import { TaskListPage } from './task-list.js';

const task = (part: Partial<Task> = {}): Task => ({
  name: 'import',
  description: 'Reads.',
  enabled: false,
  timer: '0 */6 * * *',
  timer_text: 'Every 6 hours',
  timezone: 'UTC',
  next_run: null,
  prev_run: '2026-01-02T03:04:05Z',
  prev_run_event_id: 'e1',
  prev_status: 'failed',
  prev_duration: 125,
  command: 'state:import',
  args: '-v',
  hide: false,
  allow_disable: true,
  queued: false,
  ...part,
});

describe('the tasks', () => {
  let api: FakeApi;

  const start = async (...tasks: Task[]) => {
    const hide = show(TaskListPage);
    await api.answer('GET', 'tasks', { tasks, queued: [], timezone: 'UTC', scheduler: true });
    return hide;
  };

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return () => document.body.replaceChildren();
  });

  it('says when a task runs and how it went last, and leads to its console command', async () => {
    await start(task(), task({ name: 'dispatch', hide: true }));
    await says('Every 6 hours');
    await says('Failed took 2 min 5 s');
    expect(document.body.textContent).not.toContain('Dispatch');
    expect(control('Run via console').getAttribute('href')).toBe('/console?cmd=state:import%20-v');
  });

  it('moves the slider at once, and back when the server refuses', async () => {
    await start(task());
    await press('Import task', slider);
    await until(() => isOn(slider('Import task')), 'moved');
    const sent = await api.refuse('PATCH', 'tasks/import', { status: 500, message: 'The disk is full.' });
    expect(sent.request.body).toEqual({ enabled: true });
    await says('Import is still off. The disk is full.');
    expect(isOn(slider('Import task'))).toBe(false);
  });

  it('takes a waiting task out of the queue', async () => {
    await start(task({ queued: true }));
    await press('Cancel');
    await api.answer('DELETE', 'tasks/import/queue', null);
    await says('Import was taken out of the queue.');
  });
});
