import { httpResource } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { LogFile } from '../../core/api/schema.gen.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { sizeText } from '../../shared/size-text.js';

/** The files of the log, newest first. */
@Component({
  selector: 'app-log-list',
  imports: [EmptyNote, FailedNote, LoadingNote, RelativeTime, RouterLink],
  template: `
    <div class="page-head"><h1 i18n>Logs</h1></div>
    <section class="card" aria-label="Log files" i18n-aria-label>
      <form class="filters" (submit)="$event.preventDefault()">
        <div class="filter">
          <label i18n for="log-filter">File name</label>
          <input
            #text
            id="log-filter"
            type="search"
            class="control"
            autocomplete="off"
            (input)="words.set(text.value.trim())"
          />
        </div>
      </form>
      @if (files.error(); as error) {
        <app-failed-note
          class="inset"
          what="The logs"
          i18n-what
          [reason]="failureText(error)"
          (retry)="files.reload()"
        />
      } @else if (files.hasValue()) {
        <div class="table-wrap">
          <table class="data">
            <caption i18n class="visually-hidden">
              Log files
            </caption>
            <thead>
              <tr>
                <th i18n scope="col">File</th>
                <th i18n scope="col" class="only-wide">Type</th>
                <th i18n scope="col" class="num">Size</th>
                <th i18n scope="col" class="only-wide">Changed</th>
              </tr>
            </thead>
            <tbody>
              @for (file of files.value(); track file.filename) {
                @if (file.filename.includes(words())) {
                  <tr>
                    <td>
                      <a class="main-link mono" [routerLink]="['/logs', file.filename]">{{
                        file.filename
                      }}</a>
                      <div class="soft small under-wide"><app-relative-time [at]="file.modified" /></div>
                    </td>
                    <td class="only-wide">{{ file.type }}</td>
                    <td class="num">{{ sizeText(file.size) }}</td>
                    <td class="soft only-wide"><app-relative-time [at]="file.modified" /></td>
                  </tr>
                }
              }
            </tbody>
          </table>
        </div>
        @if (files.value().length === 0) {
          <app-empty-note i18n icon="file" heading="No logs yet" i18n-heading
            >They begin with the first thing that happens.</app-empty-note
          >
        }
      } @else {
        <app-loading-note what="logs" i18n-what [rows]="5" />
      }
    </section>
  `,
})
export class LogList {
  private readonly api = inject(Api);
  protected readonly files = httpResource<readonly LogFile[]>(() => this.api.read('logs'));
  protected readonly words = signal('');
  protected readonly sizeText = sizeText;
  protected readonly failureText = failureText;
}
