import { httpResource } from '@angular/common/http';
import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { API, Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Version } from '../../core/api/schema.gen.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';

const PARTS = [
  { name: 'Angular, Angular Material', licence: 'MIT' },
  { name: 'RxJS', licence: 'Apache 2.0' },
  { name: 'NestJS, TypeORM, BullMQ', licence: 'MIT' },
  { name: 'cron-parser, cronstrue', licence: 'MIT' },
  { name: 'PostgreSQL', licence: 'PostgreSQL Licence' },
  { name: 'Node.js', licence: 'MIT' },
] as const;

/** Which version this is, under which licences, and where to read on. */
@Component({
  selector: 'app-about-page',
  imports: [FailedNote, Icon, LoadingNote, RouterLink],
  templateUrl: './about-page.html',
  styles: `
    .pad {
      padding: 14px 16px 16px;
    }
    .stack {
      max-width: 720px;
    }
    dl {
      display: grid;
      grid-template-columns: minmax(96px, max-content) minmax(0, 1fr);
      gap: 4px 18px;
      margin: 0;
    }
    dt {
      color: var(--ws-soft);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
    p {
      margin: 0 0 10px;
    }
    .links {
      display: grid;
      gap: 10px;
      margin: 0;
      list-style: none;
    }
    dl + p {
      margin: 12px 0 0;
    }
    .links a {
      font-weight: 550;
    }
  `,
})
export class AboutPage {
  private readonly api = inject(Api);
  protected readonly version = httpResource<Version>(() => this.api.read('system/version'));
  protected readonly description = `${API}openapi.json`;
  protected readonly parts = PARTS;
  protected readonly failureText = failureText;
}
