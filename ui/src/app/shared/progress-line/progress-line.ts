import { Component, computed, input } from '@angular/core';

/** How far something has come; without a total it only shows that something moves. */
@Component({
  selector: 'app-progress-line',
  template: `
    <div
      role="progressbar"
      [attr.aria-label]="label()"
      aria-valuemin="0"
      aria-valuemax="100"
      [attr.aria-valuenow]="percent()"
      [class.unknown]="percent() === null"
    >
      <span [style.width.%]="percent() ?? 30"></span>
    </div>
  `,
  styles: `
    div {
      height: 6px;
      border-radius: 3px;
      overflow: hidden;
      background: var(--ws-quiet-fill);
    }
    span {
      display: block;
      height: 100%;
      border-radius: 3px;
      background: var(--ws-accent);
      transition: width 0.6s ease;
    }
    .unknown span {
      animation: slide 1.5s ease-in-out infinite alternate;
    }
    @keyframes slide {
      to {
        transform: translateX(233%);
      }
    }
    @media (prefers-reduced-motion: reduce) {
      span {
        transition: none;
      }
      .unknown span {
        animation: none;
      }
    }
  `,
})
export class ProgressLine {
  readonly label = input.required<string>();
  readonly done = input.required<number>();
  readonly total = input.required<number | null>();
  protected readonly percent = computed(() => {
    const total = this.total();
    return total ? Math.min(100, Math.round((this.done() / total) * 100)) : null;
  });
}
