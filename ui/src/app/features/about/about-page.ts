import { httpResource } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { API, Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { FileSaver } from '../../core/api/file-saver.js';
import type { Report, Version } from '../../core/api/schema.gen.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { Notices } from '../../shared/notices/notices.js';
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
  imports: [FailedNote, Icon, LoadingNote, MatButton, RouterLink],
  templateUrl: './about-page.html',
  styles: `
    .pad {
      padding: 14px 16px 16px;
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
  /** A build of one's own does not know all about itself. */
  protected readonly isTold = (text: string | null): boolean => (text ?? '') !== '' && text !== 'unknown';
  private readonly api = inject(Api);
  protected readonly version = httpResource<Version>(() => this.api.read('system/version'));
  protected readonly description = `${API}openapi.json`;
  protected readonly parts = PARTS;
  protected readonly failureText = failureText;
  protected readonly isBusy = signal(false);
  private readonly files = inject(FileSaver);
  private readonly notices = inject(Notices);

  protected download(): Promise<void> {
    return this.attempt(() => this.files.save('system/report', 'watchstate-report.json'));
  }

  protected copy(): Promise<void> {
    return this.attempt(async () => {
      const report = await this.api.get<Report>('system/report');
      await navigator.clipboard.writeText(JSON.stringify(report, null, 2));
      this.notices.say($localize`Copied.`);
    });
  }

  private async attempt(task: () => Promise<void>): Promise<void> {
    this.isBusy.set(true);
    try {
      await task();
    } catch (error) {
      this.notices.warn($localize`The report could not be made. ${failureText(error)}:reason:`);
    } finally {
      this.isBusy.set(false);
    }
  }
}
