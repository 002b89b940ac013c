import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Notices } from '../../shared/notices/notices.js';
import type { Board } from './people-board.js';
import { boardFrom, textOf } from './people-text.js';

/** The board of persons as text: to change much at once, and to keep. */
@Component({
  selector: 'app-people-text-form',
  imports: [MatButton],
  template: `
    <details class="card">
      <summary i18n>As text</summary>
      <div class="inside">
        <label i18n for="people-text" class="small"
          >A person on each line, and below it the account on each backend. Whoever is not named is left
          out.</label
        >
        <textarea
          #field
          id="people-text"
          class="control mono"
          rows="10"
          spellcheck="false"
          autocapitalize="off"
          aria-describedby="people-text-problems"
          [attr.aria-invalid]="reading().problems.length > 0"
          [value]="text()"
          (input)="text.set(field.value)"
        ></textarea>
        <ul id="people-text-problems" role="status" class="small problems">
          @for (problem of reading().problems; track problem) {
            <li>{{ problem }}</li>
          }
        </ul>
        <div class="row">
          <button i18n matButton="outlined" type="button" [disabled]="!canTake()" (click)="take()">
            Take over
          </button>
          <button i18n matButton type="button" (click)="copy()">Copy</button>
        </div>
      </div>
    </details>
  `,
  styles: `
    summary {
      padding: 12px 16px;
      cursor: pointer;
      font-weight: 550;
    }
    .inside {
      display: grid;
      gap: 8px;
      padding: 0 16px 16px;
    }
    textarea {
      width: 100%;
      height: auto;
      resize: vertical;
    }
    .problems {
      margin: 0;
      padding-left: 18px;
      color: var(--ws-bad);
    }
  `,
})
export class PeopleTextForm {
  readonly board = input.required<Board>();
  readonly taken = output<Board>();

  private readonly notices = inject(Notices);
  protected readonly text = linkedSignal(() => textOf(this.board()));
  protected readonly reading = computed(() => boardFrom(this.text(), this.board()));
  protected readonly canTake = computed(
    () => this.reading().board !== null && this.text() !== textOf(this.board()),
  );

  protected take(): void {
    const { board } = this.reading();
    if (board) this.taken.emit(board);
  }

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text());
      this.notices.say($localize`Copied.`);
    } catch {
      this.notices.warn($localize`This browser does not let pages copy here. It needs https, or localhost.`);
    }
  }
}
