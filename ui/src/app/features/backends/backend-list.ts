import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Backend, BackendChange, Run } from '../../core/api/schema.gen.js';
import { lastValue } from '../../core/api/last-value.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { RunStarter, type Direction } from '../../core/runs/run-starter.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { BackendCard, type Started, type Switched } from './backend-card.js';
import { FirstExport, isFirstExport } from './first-export/first-export.js';
import { FirstJobs } from './first-jobs.js';
import { BackendRegistrar } from './backend-registrar.js';
import { BackendRemoval } from './backend-removal.js';

@Component({
  selector: 'app-backend-list',
  imports: [BackendCard, EmptyNote, FailedNote, FirstJobs, Icon, LoadingNote, MatButton, RouterLink],
  templateUrl: './backend-list.html',
  styleUrl: './backend-list.scss',
})
export class BackendList {
  private readonly api = inject(Api);
  private readonly live = inject(LiveFeed);
  private readonly registrar = inject(BackendRegistrar);
  private readonly removal = inject(BackendRemoval);
  private readonly firstExport = inject(FirstExport);
  private readonly starter = inject(RunStarter);
  private readonly notices = inject(Notices);

  protected readonly backends = httpResource<readonly Backend[]>(() => this.api.read('backends'));
  protected readonly shown = lastValue(this.backends);
  protected readonly failureText = failureText;
  private readonly activeRuns = computed(
    () => new Map<string | null, Run>(this.live.active().map((run) => [run.backend, run])),
  );

  constructor() {
    effect(() => {
      if (this.live.ended() > 0) untracked(() => this.backends.reload());
    });
  }

  protected runOf({ name }: Backend): Run | null {
    return this.activeRuns().get(name) ?? null;
  }

  protected start({ name }: Backend, { direction, options }: Started): void {
    void this.starter.start({ backend: name, kind: direction, options });
  }

  /** The slider moves at once; when the server refuses, it goes back and the reason is said. */
  protected async switch(backend: Backend, { direction, isOn }: Switched): Promise<void> {
    const what =
      direction === 'import'
        ? $localize`Import from ${backend.name}:name:`
        : $localize`Export to ${backend.name}:name:`;
    this.show({ ...backend, [direction]: { ...backend[direction], enabled: isOn } });
    let after: Backend;
    try {
      after = await this.registrar.change(backend.name, switching(backend, direction, isOn));
      this.show(after);
    } catch (error) {
      this.show(backend);
      const reason = failureText(error);
      this.notices.warn(
        isOn
          ? $localize`${what}:direction: is still off. ${reason}:reason:`
          : $localize`${what}:direction: is still on. ${reason}:reason:`,
      );
      return;
    }
    if (isFirstExport(backend, after)) {
      this.notices.say($localize`${what}:direction: is now on.`);
      await this.offerFirst(after);
      return;
    }
    const isRegretted = await this.notices.offer(
      isOn ? $localize`${what}:direction: is now on.` : $localize`${what}:direction: is now off.`,
      $localize`Undo`,
    );
    const current = this.shown()?.find(({ name }) => name === backend.name);
    if (isRegretted && current) await this.switch(current, { direction, isOn: !isOn });
  }

  private async offerFirst(backend: Backend): Promise<void> {
    try {
      this.show(await this.firstExport.offer(backend));
    } catch (error) {
      this.notices.warn(failureText(error));
    }
  }

  protected async remove({ name }: Backend): Promise<void> {
    if (await this.removal.remove(name)) this.backends.reload();
  }

  private show(backend: Backend): void {
    const all = this.shown() ?? [];
    this.backends.set(all.map((one) => (one.name === backend.name ? backend : one)));
  }
}

/** Who turns the import on wants play states read: that only metadata was read is over with it. */
function switching({ options }: Backend, direction: Direction, isOn: boolean): BackendChange[] {
  const change: BackendChange = { key: `${direction}.enabled`, value: isOn };
  const wasMetadataOnly = direction === 'import' && isOn && options['IMPORT_METADATA_ONLY'] === true;
  return wasMetadataOnly ? [change, { key: 'options.IMPORT_METADATA_ONLY', value: false }] : [change];
}
