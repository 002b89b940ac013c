import { Component, input } from '@angular/core';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'quiet';

/** A state in words; the colour only repeats what the words say. */
@Component({
  selector: 'app-status-pill',
  template: `<span class="dot" aria-hidden="true"></span><ng-content />`,
  host: { '[class]': 'tone()', '[class.pulses]': 'pulses()' },
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      padding: 1px 8px 1px 7px;
      border-radius: 999px;
      font-size: 12px;
      line-height: 18px;
      font-weight: 550;
      white-space: nowrap;
      color: var(--ws-tone);
      background: var(--ws-tone-fill);
    }
    .dot {
      width: 6px;
      height: 6px;
      border-radius: 50%;
      background: currentColor;
      flex: none;
    }
    :host(.pulses) .dot {
      animation: pulse 1.6s ease-in-out infinite;
    }
    @keyframes pulse {
      50% {
        opacity: 0.3;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      :host(.pulses) .dot {
        animation: none;
      }
    }
  `,
})
export class StatusPill {
  readonly tone = input.required<Tone>();
  /** For what goes on right now. */
  readonly pulses = input(false);
}
