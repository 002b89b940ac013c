import { httpResource } from '@angular/common/http';
import { Component, inject, input, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Backend } from '../../core/api/schema.gen.js';
import type { HoldsDraft } from '../../core/shell/leave.guard.js';
import { typeName } from '../../shared/backend-mark/backend-mark.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { BackendEditForm } from './backend-edit-form.js';
import { BackendLibraries } from './backend-libraries.js';
import { BackendRemoval } from './backend-removal.js';

/** One backend: its settings, its libraries, and the way to remove it. */
@Component({
  selector: 'app-backend-edit',
  imports: [BackendEditForm, BackendLibraries, FailedNote, Icon, LoadingNote, MatButton],
  templateUrl: './backend-edit.html',
  styleUrl: './backend-edit.scss',
})
export class BackendEdit implements HoldsDraft {
  readonly name = input.required<string>();

  private readonly api = inject(Api);
  private readonly removal = inject(BackendRemoval);
  private readonly router = inject(Router);
  private readonly draft = viewChild(BackendEditForm);
  private isRemoved = false;

  protected readonly backend = httpResource<Backend>(() =>
    this.api.read(`backend/${encodeURIComponent(this.name())}`),
  );
  protected readonly failureText = failureText;
  protected readonly typeName = typeName;

  hasDraft(): boolean {
    return !this.isRemoved && (this.draft()?.hasDraft() ?? false);
  }

  protected async remove(): Promise<void> {
    if (!(await this.removal.remove(this.name()))) return;
    this.isRemoved = true;
    await this.router.navigate(['/backends']);
  }
}
