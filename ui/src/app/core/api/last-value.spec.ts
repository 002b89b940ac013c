import { httpResource } from '@angular/common/http';
import { Component, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { press, says } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Api } from './api.js';
import { failureText } from './api-failure.js';
import { lastValue } from './last-value.js';
import { Lookout } from './lookout.js';

@Component({
  imports: [FailedNote],
  template: `
    @if (shown.failure(); as error) {
      <app-failed-note
        what="The tides"
        [reason]="failureText(error)"
        [since]="shown.readAt()"
        (retry)="tides.reload()"
      />
    }
    @if (shown(); as list) {
      <ul>
        @for (one of list; track $index) {
          <li>{{ one }}</li>
        }
      </ul>
    }
    <button type="button" (click)="tides.reload()">Read again</button>
  `,
})
class Tides {
  private readonly api = inject(Api);
  protected readonly tides = httpResource<readonly string[]>(() => this.api.read('tides'));
  protected readonly shown = lastValue(this.tides);
  protected readonly failureText = failureText;
}

describe('a list that was read', () => {
  let api: FakeApi;
  const note = () => document.querySelector('app-failed-note');

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: apiProviders() });
    api = new FakeApi();
    return show(Tides);
  });

  it('stays when it cannot be read again, with since when and why, until an answer comes', async () => {
    await api.answer('GET', 'tides', ['ebb']);
    await says('ebb');
    await press('Read again');
    await api.refuse('GET', 'tides', { status: 500, message: 'The sea is closed.' });
    await says('The tides could not be loaded. The sea is closed. What you see here was read');
    expect(note()?.classList.contains('has-old')).toBe(true);
    await press('Try again');
    await says('The sea is closed.');
    await api.answer('GET', 'tides', ['flood']);
    await says('flood');
    expect(note()).toBeNull();
  });

  it('says of no list that it is old when none was ever read', async () => {
    await api.refuse('GET', 'tides', { status: 500, message: 'The sea is closed.' });
    await says('The sea is closed. Try again');
    expect(note()?.classList.contains('has-old')).toBe(false);
  });

  it('is read again by itself once the API is back', async () => {
    await api.answer('GET', 'tides', ['ebb']);
    await press('Read again');
    const lost = await api.next('GET', 'tides');
    lost.error(new ProgressEvent('error'));
    await says('WatchState could not be reached.');
    const lookout = TestBed.inject(Lookout);
    expect(lookout.lostAt()).not.toBeNull();
    lookout.meet();
    await api.answer('GET', 'tides', ['flood']);
    await says('flood');
    expect(note()).toBeNull();
  });

  it('does not take a refusal for silence', async () => {
    await api.refuse('GET', 'tides', { status: 503, message: 'Not ready.' });
    await says('Not ready.');
    expect(TestBed.inject(Lookout).lostAt()).toBeNull();
  });
});
