import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Router } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Backend, Backup, BackupType } from '../../core/api/schema.gen.js';
import { lastValue } from '../../core/api/last-value.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill, type Tone } from '../../shared/status-pill/status-pill.js';
import { Archivist } from './archivist.js';
import { sizeText } from '../../shared/size-text.js';

const TYPES: Readonly<Record<BackupType, { readonly text: string; readonly tone: Tone }>> = {
  automatic: { text: $localize`Automatic`, tone: 'quiet' },
  manual: { text: $localize`Manual`, tone: 'info' },
  partial: { text: $localize`Incomplete`, tone: 'warn' },
};

/** Files with the play states of backends: make, take in, download, restore with preview, delete. */
@Component({
  selector: 'app-backup-list',
  imports: [
    EmptyNote,
    FailedNote,
    Icon,
    LoadingNote,
    MatButton,
    MatIconButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    RelativeTime,
    StatusPill,
  ],
  templateUrl: './backup-list.html',
  styles: `
    .name {
      overflow-wrap: anywhere;
    }
  `,
})
export class BackupList {
  private readonly api = inject(Api);
  private readonly archivist = inject(Archivist);
  private readonly confirmation = inject(Confirmation);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);

  protected readonly backups = httpResource<readonly Backup[]>(() => this.api.read('system/backup'));
  protected readonly shown = lastValue(this.backups);
  private readonly backends = httpResource<readonly Backend[]>(() => this.api.read('backends'));
  protected readonly names = computed(() =>
    this.backends.hasValue() ? this.backends.value().map(({ name }) => name) : [],
  );
  protected readonly isBusy = signal(false);
  protected readonly types = TYPES;
  protected readonly sizeText = sizeText;
  protected readonly failureText = failureText;

  constructor() {
    reloadOnNews(() => this.backups.reload());
  }

  protected make(): Promise<void> {
    return this.attempt($localize`The backup did not start.`, async () => {
      const { run_id: id } = await this.archivist.make();
      void this.offer(id);
    });
  }

  protected upload(files: FileList | null): Promise<void> {
    const file = files?.item(0);
    if (!file) return Promise.resolve();
    return this.attempt($localize`${file.name}:name: was not taken in.`, async () => {
      const { filename } = await this.archivist.upload(file);
      this.notices.say($localize`${filename}:filename: was taken in.`);
    });
  }

  protected download({ filename }: Backup): Promise<void> {
    return this.attempt($localize`${filename}:filename: could not be downloaded.`, () =>
      this.archivist.download(filename),
    );
  }

  /** Leads to the list of what would change; only there it is applied. */
  protected restore({ filename }: Backup, backend: string): Promise<void> {
    return this.attempt($localize`The preview did not start.`, async () => {
      const id = await this.archivist.rehearse(filename, backend);
      await this.router.navigate(['/runs', id], { queryParams: { restore: filename } });
    });
  }

  protected async remove({ filename }: Backup): Promise<void> {
    const isSure = await this.confirmation.ask({
      title: $localize`Delete this backup?`,
      points: [$localize`${filename}:filename: is deleted from the disk. This cannot be undone.`],
      action: $localize`Delete backup`,
      isDangerous: true,
    });
    if (!isSure) return;
    await this.attempt($localize`${filename}:filename: was not deleted.`, async () => {
      await this.archivist.remove(filename);
      this.notices.say($localize`${filename}:filename: was deleted.`);
    });
  }

  private async offer(id: string): Promise<void> {
    if (await this.notices.offer($localize`The backup has started.`, $localize`Show run`))
      await this.router.navigate(['/runs', id]);
  }

  private async attempt(problem: string, act: () => Promise<void>): Promise<void> {
    this.isBusy.set(true);
    try {
      await act();
    } catch (error) {
      this.notices.warn(`${problem} ${failureText(error)}`);
    } finally {
      this.isBusy.set(false);
      this.backups.reload();
    }
  }
}
