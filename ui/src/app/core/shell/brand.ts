import { Component } from '@angular/core';

@Component({
  selector: 'app-brand',
  template: `<img src="favicon.svg" alt="" width="26" height="26" /><span i18n>WatchState</span>`,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 10px;
      font-size: 16px;
      font-weight: 650;
      letter-spacing: -0.01em;
      color: var(--ws-text);
    }
  `,
})
export class Brand {}
