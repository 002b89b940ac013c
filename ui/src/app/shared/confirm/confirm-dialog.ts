import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';

export interface Question {
  readonly title: string;
  /** What happens, one sentence each. */
  readonly points: readonly string[];
  readonly action: string;
  readonly isDangerous?: boolean;
  /** A word that must be typed first. */
  readonly typed?: string;
}

@Component({
  selector: 'app-confirm-dialog',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <mat-dialog-content>
      <ul>
        @for (point of question.points; track point) {
          <li>{{ point }}</li>
        }
      </ul>
      @if (question.typed) {
        <label i18n for="confirm-word"
          >Type <code>{{ question.typed }}</code> to confirm</label
        >
        <input
          id="confirm-word"
          class="control"
          autocomplete="off"
          spellcheck="false"
          #word
          (input)="typed.set(word.value)"
          (keydown.enter)="confirm()"
        />
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button i18n matButton type="button" [mat-dialog-close]="false">Cancel</button>
      <button
        matButton="filled"
        type="button"
        [class.danger]="question.isDangerous"
        [disabled]="!isReady()"
        (click)="confirm()"
      >
        {{ question.action }}
      </button>
    </mat-dialog-actions>
  `,
  styles: `
    ul {
      margin: 0 0 14px;
      padding-left: 18px;
    }
    li {
      margin: 6px 0;
    }
    mat-dialog-content {
      padding-bottom: 6px;
    }
    label {
      display: block;
      margin-bottom: 4px;
    }
  `,
})
export class ConfirmDialog {
  private readonly ref = inject<MatDialogRef<ConfirmDialog, boolean>>(MatDialogRef);
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
  protected readonly typed = signal('');
  protected readonly isReady = computed(
    () => !this.question.typed || this.typed().trim() === this.question.typed,
  );

  protected confirm(): void {
    if (this.isReady()) this.ref.close(true);
  }
}
