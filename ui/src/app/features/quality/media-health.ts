import { DecimalPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { FileSaver } from '../../core/api/file-saver.js';
import { errand } from '../../core/api/errand.js';
import { lastValue } from '../../core/api/last-value.js';
import type { MediaHealth } from '../../core/api/schema.gen.js';
import { reloadEveryBeat } from '../../core/live/every-beat.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { HealthItems } from './health-items.js';
import { RecordKeeper } from './record-keeper.js';

interface HealthFile {
  readonly format: 'json' | 'markdown' | 'csv';
  readonly ending: string;
  readonly label: string;
}
const FILES: readonly HealthFile[] = [
  { format: 'markdown', ending: 'md', label: $localize`Markdown, to read` },
  { format: 'csv', ending: 'csv', label: $localize`CSV, for a spreadsheet` },
  { format: 'json', ending: 'json', label: $localize`JSON, for a program` },
];

/** An audit of all records: what it counted, whether it is old, and the records that need a look. */
@Component({
  selector: 'app-media-health',
  imports: [
    DecimalPipe,
    EmptyNote,
    FailedNote,
    HealthItems,
    Icon,
    LoadingNote,
    MatButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    RelativeTime,
    StatusPill,
  ],
  templateUrl: './media-health.html',
  styles: `
    .figures {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 28px;
      padding: 14px 16px;
    }
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 28px;
      margin: 0;
    }
    dl div {
      display: flex;
      flex-direction: column-reverse;
    }
    dt {
      color: var(--ws-soft);
      font-size: 12.5px;
    }
    dd {
      margin: 0;
      font-size: 20px;
      line-height: 26px;
      font-variant-numeric: tabular-nums;
    }
    .note {
      margin: 0 16px 14px;
    }
    .actions {
      margin-left: auto;
    }
  `,
})
export class MediaHealthPage {
  readonly status = input<string>();
  readonly type = input<string>();
  readonly page = input<string>();

  private readonly api = inject(Api);
  private readonly keeper = inject(RecordKeeper);
  private readonly files = inject(FileSaver);
  private readonly notices = inject(Notices);
  protected readonly exports = FILES;
  protected readonly health = httpResource<MediaHealth>(() => this.api.read('state/media-health'));
  protected readonly shown = lastValue(this.health);
  protected readonly errand = errand(() => this.health.reload());
  /** Items stand under a report that is complete; which one it is tells when they are to be read anew. */
  protected readonly reportId = computed(() => {
    const report = this.shown()?.report;
    return report?.status === 'completed' ? report.id : null;
  });
  protected readonly failureText = failureText;

  constructor() {
    reloadEveryBeat(this.health, () => this.shown()?.running === true);
  }

  /** The newest complete audit as a file. */
  protected async download({ format, ending }: HealthFile): Promise<void> {
    try {
      await this.files.save(`state/media-health/export/${format}`, `media-health.${ending}`);
    } catch (error) {
      this.notices.warn($localize`The audit could not be downloaded. ${failureText(error)}:reason:`);
    }
  }

  protected headingOf({ running }: MediaHealth): string {
    return running ? $localize`The audit goes on` : $localize`No audit yet`;
  }

  protected audit(): Promise<boolean> {
    return this.errand.run(() => this.keeper.audit());
  }
}
