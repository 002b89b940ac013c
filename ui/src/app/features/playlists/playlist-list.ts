import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { lastValue } from '../../core/api/last-value.js';
import { readPage } from '../../core/api/read-page.js';
import type { PlaylistPage, RunPage } from '../../core/api/schema.gen.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import { statusText, statusTone } from '../../core/runs/run-words.js';
import { IdentityChoice } from '../../core/session/identity-choice.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Pager } from '../../shared/pager/pager.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { itemsText } from '../../shared/words.js';
import { copyWords } from './copy-words.js';
import { PlaylistSyncer } from './playlist-syncer.js';

/** The playlists of a person, how their copies stand on each backend, and the way to make them the same. */
@Component({
  selector: 'app-playlist-list',
  imports: [EmptyNote, FailedNote, LoadingNote, MatButton, Pager, RelativeTime, RouterLink, StatusPill],
  templateUrl: './playlist-list.html',
  styleUrl: './playlist-list.scss',
})
export class PlaylistList {
  readonly page = input<string>();

  private readonly api = inject(Api);
  private readonly identity = inject(IdentityChoice);
  private readonly syncer = inject(PlaylistSyncer);
  protected readonly lists = httpResource<PlaylistPage>(() =>
    this.api.read('playlists', { page: readPage(this.page()), perpage: 50 }),
  );
  protected readonly shown = lastValue(this.lists);
  private readonly runs = httpResource<RunPage>(() =>
    this.api.read('runs', { kind: 'playlist', identity: this.identity.current(), perpage: 1 }),
  );
  /** The newest run; that it cannot be read takes nothing from the lists. */
  protected readonly lastRun = computed(() =>
    this.runs.hasValue() ? (this.runs.value().items[0] ?? null) : null,
  );
  protected readonly isBusy = signal(false);
  protected readonly hasBackends = computed(() => (this.shown()?.backends.length ?? 0) > 0);
  protected readonly copyWords = copyWords;
  protected readonly itemsText = itemsText;
  protected readonly statusText = statusText;
  protected readonly statusTone = statusTone;
  protected readonly failureText = failureText;

  constructor() {
    reloadOnNews(() => {
      this.lists.reload();
      this.runs.reload();
    });
  }

  protected async sync(isPreview: boolean): Promise<void> {
    this.isBusy.set(true);
    await this.syncer.start(isPreview);
    this.isBusy.set(false);
    this.runs.reload();
  }
}
