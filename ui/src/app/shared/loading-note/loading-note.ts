import { Component, computed, input } from '@angular/core';

/** A skeleton while something loads; a screen reader hears what it is. */
@Component({
  selector: 'app-loading-note',
  template: `
    <p i18n role="status" class="visually-hidden">Loading {{ what() }}…</p>
    <div aria-hidden="true">
      @for (width of lines(); track $index) {
        <span class="bar" [style.width.%]="width"></span>
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
      padding: 16px;
    }
    .bar {
      display: block;
      height: 14px;
      margin: 12px 0;
      border-radius: 5px;
      background: var(--ws-quiet-fill);
      animation: breathe 1.4s ease-in-out infinite;
    }
    @keyframes breathe {
      50% {
        opacity: 0.45;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .bar {
        animation: none;
      }
    }
  `,
})
export class LoadingNote {
  readonly what = input.required<string>();
  readonly rows = input(4);
  protected readonly lines = computed(() =>
    Array.from({ length: this.rows() }, (_, row) => 92 - ((row * 37) % 46)),
  );
}
