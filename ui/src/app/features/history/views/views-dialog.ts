import { httpResource } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import { Api } from '../../../core/api/api.js';
import { ApiFailure, failureText } from '../../../core/api/api-failure.js';
import { errand } from '../../../core/api/errand.js';
import { lastValue } from '../../../core/api/last-value.js';
import type { HistoryView } from '../../../core/api/schema.gen.js';
import { FailedNote } from '../../../shared/failed-note/failed-note.js';
import { Field } from '../../../shared/field/field.js';
import { LoadingNote } from '../../../shared/loading-note/loading-note.js';
import { ViewKeeper } from './view-keeper.js';

/** Gives the search that is shown a name, and forgets those that nobody wants any more. */
@Component({
  selector: 'app-views-dialog',
  imports: [
    FailedNote,
    Field,
    LoadingNote,
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
  ],
  templateUrl: './views-dialog.html',
  styles: `
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 8px;
      align-items: start;
    }
    form button {
      margin-top: 24px;
    }
    ul {
      list-style: none;
      margin: 12px 0 0;
      padding: 0;
    }
    li {
      display: flex;
      align-items: center;
      gap: 8px;
      padding: 4px 0;
      border-top: 1px solid var(--ws-line);
      overflow-wrap: anywhere;
    }
  `,
})
export class ViewsDialog {
  private readonly api = inject(Api);
  private readonly keeper = inject(ViewKeeper);
  /** The query string of the search that is shown. */
  private readonly query = inject<string>(MAT_DIALOG_DATA);
  protected readonly views = httpResource<readonly HistoryView[]>(() => this.api.read('history/views'));
  protected readonly shown = lastValue(this.views);
  protected readonly errand = errand(() => this.views.reload());
  protected readonly name = signal('');
  protected readonly problem = signal('');
  protected readonly failureText = failureText;

  protected async keep(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.name().trim();
    if (name === '') {
      this.problem.set($localize`Give it a name.`);
      return;
    }
    try {
      await this.keeper.keep({ name, query: this.query });
      this.name.set('');
      this.problem.set('');
    } catch (error) {
      const [first] = error instanceof ApiFailure ? error.fields : [];
      this.problem.set(first?.message ?? failureText(error));
    }
    this.views.reload();
  }

  protected remove(name: string): Promise<boolean> {
    return this.errand.run(async () => {
      await this.keeper.remove(name);
      return $localize`The view ${name}:name: was removed.`;
    });
  }
}
