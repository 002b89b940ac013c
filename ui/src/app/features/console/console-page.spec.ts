import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { FakeStream } from '../../../testing/fake-stream.js';
import { press, says, until } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { ConsolePage } from './console-page.js';

const stream = (): FakeStream => {
  if (!FakeStream.last) throw new Error('no stream was opened');
  return FakeStream.last;
};

describe('the console', () => {
  let api: FakeApi;

  beforeEach(() => {
    FakeStream.last = null;
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return show(ConsolePage, { cmd: 'docker exec watchstate console state:export -fi -s [backend]' });
  });

  const input = () => document.querySelector<HTMLInputElement>('#command')!;
  const write = (text: string) => {
    input().value = text;
    input().dispatchEvent(new Event('input'));
  };

  it('fills a command in without running it, and asks for what is still open in it', async () => {
    await until(() => input().value.startsWith('docker exec'), 'the command is filled in');
    await press('Execute');
    await says('Put a value in place of [backend] first.');
    expect(api.hasNot('POST', 'system/command')).toBe(true);
  });

  it('shows what is printed, goes on after a lost connection, and tells the exit code', async () => {
    await says('Execute');
    write('state:import -v');
    await press('Execute');
    const { request } = await api.answer('POST', 'system/command', { token: 't1' });
    expect(request.body).toEqual({ command: 'state:import -v' });
    expect(stream().url).toBe('/v1/api/system/command/t1?since=0');
    stream().open();
    stream().send('data', { data: 'first\n', type: 'out' }, '4');
    await says('first');
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    stream().breakDown();
    vi.advanceTimersByTime(1_000);
    vi.useRealTimers();
    expect(stream().url).toBe('/v1/api/system/command/t1?since=4');
    stream().open();
    stream().send('data', { data: 'oops\n', type: 'err' }, '5');
    stream().send('exit_code', { exit_code: 3 });
    stream().send('close', {});
    await says('Exit code 3');
    expect(document.querySelector('.err')?.textContent).toBe('oops');
    expect(stream().isClosed).toBe(true);
  });

  it('stops a running command', async () => {
    await says('Execute');
    write('state:import');
    await press('Execute');
    await api.answer('POST', 'system/command', { token: 't1' });
    stream().open();
    await press('Stop');
    await api.answer('DELETE', 'system/command/t1', { message: 'Asked to stop.' });
  });
});
