import { Service, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { ConfirmDialog, type Question } from './confirm-dialog.js';

/** Asks before something that cannot be taken back. */
@Service()
export class Confirmation {
  private readonly dialog = inject(MatDialog);

  async ask(question: Question): Promise<boolean> {
    const shown = this.dialog.open<ConfirmDialog, Question, boolean>(ConfirmDialog, {
      data: question,
      width: '480px',
      maxWidth: 'calc(100vw - 24px)',
      autoFocus: question.typed ? 'input' : 'first-tabbable',
    });
    return (await firstValueFrom(shown.afterClosed())) === true;
  }
}
