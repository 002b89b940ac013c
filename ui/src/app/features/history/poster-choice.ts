import { Service, signal } from '@angular/core';
import { recall, remember } from '../../core/browser-memory.js';

const KEY = 'ws-posters';

/** Whether this browser shows posters. */
@Service()
export class PosterChoice {
  private readonly on = signal(recall(KEY) !== 'off');
  readonly isOn = this.on.asReadonly();

  set(isOn: boolean): void {
    this.on.set(isOn);
    remember(KEY, isOn ? 'on' : 'off');
  }
}
