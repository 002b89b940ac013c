import { httpResource } from '@angular/common/http';
import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { errand } from '../../core/api/errand.js';
import { lastValue } from '../../core/api/last-value.js';
import type { CustomGuid, CustomGuids, GuidSource } from '../../core/api/schema.gen.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { GuidDialog } from './guid-dialog.js';
import { GuidKeeper } from './guid-keeper.js';
import { GuidLinks } from './guid-links.js';

/** Sources of external ids that are not built in, and what the servers call them. */
@Component({
  selector: 'app-guid-page',
  imports: [EmptyNote, FailedNote, GuidLinks, LoadingNote, MatButton],
  templateUrl: './guid-page.html',
  styles: `
    td {
      overflow-wrap: anywhere;
    }
    .known {
      padding: 12px 16px;
      margin: 0;
      border-top: 1px solid var(--ws-line);
    }
  `,
})
export class GuidPage {
  private readonly api = inject(Api);
  private readonly dialog = inject(MatDialog);
  private readonly keeper = inject(GuidKeeper);
  private readonly notices = inject(Notices);
  private readonly confirmation = inject(Confirmation);
  protected readonly custom = httpResource<CustomGuids>(() => this.api.read('system/guids/custom'));
  protected readonly shown = lastValue(this.custom);
  private readonly sources = httpResource<readonly GuidSource[]>(() => this.api.read('system/guids'));
  protected readonly names = computed(() =>
    this.sources.hasValue() ? this.sources.value().map(({ guid }) => guid) : [],
  );
  protected readonly errand = errand(() => this.reload());
  protected readonly failureText = failureText;

  protected reload(): void {
    this.custom.reload();
    this.sources.reload();
  }

  protected async add(): Promise<void> {
    const shown = this.dialog.open<GuidDialog, unknown, CustomGuid>(GuidDialog, {
      width: '520px',
      maxWidth: 'calc(100vw - 24px)',
    });
    const guid = await firstValueFrom(shown.afterClosed());
    if (!guid) return;
    this.reload();
    this.notices.say($localize`${guid.name}:name: was added. Link it to what your servers call it.`);
  }

  protected async remove(guid: CustomGuid, links: number): Promise<void> {
    const isSure = await this.confirmation.ask({
      title: $localize`Remove ${guid.name}:name:?`,
      points: [
        links === 1 ? $localize`One link goes with it.` : $localize`${links}:links: links go with it.`,
        $localize`Ids that are stored already stay; nothing new is matched by it.`,
      ],
      action: $localize`Remove GUID`,
      isDangerous: true,
    });
    if (isSure) await this.errand.run(() => this.keeper.remove(guid));
  }

  protected linksOf({ name }: CustomGuid): number {
    return (this.shown()?.links ?? []).filter(({ map }) => map.to === name).length;
  }
}
