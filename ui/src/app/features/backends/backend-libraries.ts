import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, output } from '@angular/core';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Backend, Library } from '../../core/api/schema.gen.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { BackendRegistrar } from './backend-registrar.js';

/** The libraries of the server, and which of them are left out. */
@Component({
  selector: 'app-backend-libraries',
  imports: [FailedNote, LoadingNote, MatSlideToggle],
  templateUrl: './backend-libraries.html',
  styles: `
    ul {
      list-style: none;
      margin: 0;
      padding: 6px 16px;
    }
    li {
      display: flex;
      align-items: center;
      gap: 12px;
      padding: 7px 0;
    }
    app-failed-note {
      display: block;
      padding: 16px 16px 0;
    }
  `,
})
export class BackendLibraries {
  readonly backend = input.required<Backend>();
  readonly saved = output<Backend>();

  private readonly api = inject(Api);
  private readonly registrar = inject(BackendRegistrar);
  private readonly notices = inject(Notices);
  private readonly name = computed(() => this.backend().name);
  protected readonly libraries = httpResource<readonly Library[]>(() =>
    this.api.read(`backend/${encodeURIComponent(this.name())}/library`),
  );
  protected readonly failureText = failureText;

  protected async include(library: Library, isIncluded: boolean): Promise<void> {
    const before = this.libraries.value() ?? [];
    const after = before.map((one) => (one.id === library.id ? { ...one, ignored: !isIncluded } : one));
    this.libraries.set(after);
    try {
      const value = after
        .filter(({ ignored }) => ignored)
        .map(({ id }) => id)
        .join(',');
      this.saved.emit(await this.registrar.change(this.name(), [{ key: 'options.ignore', value }]));
    } catch (error) {
      this.libraries.set(before);
      this.notices.warn($localize`${library.title}:title: was not changed. ${failureText(error)}:reason:`);
    }
  }
}
