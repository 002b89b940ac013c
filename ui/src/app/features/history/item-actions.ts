import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Duplicates, HistoryItem } from '../../core/api/schema.gen.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { itemName } from '../../shared/item-name.js';
import { Notices } from '../../shared/notices/notices.js';
import { ItemClerk } from './item-clerk.js';
import { PosterChoice } from './poster-choice.js';

/** What else can be done with an item: its duplicates, searches that start at it, its raw form, letting it go. */
@Component({
  selector: 'app-item-actions',
  imports: [MatButton, MatSlideToggle, RouterLink],
  template: `
    <section class="card" aria-labelledby="more">
      <h2 i18n id="more" class="card-head">More about it</h2>
      <div class="body">
        @if (duplicates.hasValue() && twins().length > 0) {
          <p i18n>
            The same file is also in
            @for (id of twins(); track id) {
              <a [routerLink]="['/history', id]">record {{ id }}</a
              >{{ $last ? '.' : ', ' }}
            }
          </p>
        } @else if (duplicates.hasValue()) {
          <p i18n class="soft">No other record has the same file.</p>
        }
        <div class="row">
          <a i18n matButton="outlined" routerLink="/history" [queryParams]="{ title: item().title }"
            >Everything of this title</a
          >
          <a i18n matButton="outlined" routerLink="/history" [queryParams]="{ via: item().via }"
            >Everything via {{ item().via }}</a
          >
          <button i18n matButton="outlined" type="button" (click)="copy()">Copy as JSON</button>
        </div>
        <mat-slide-toggle i18n [checked]="posters.isOn()" (change)="posters.set($event.checked)"
          >Show posters in this browser</mat-slide-toggle
        >
        <div>
          <button i18n matButton="outlined" class="danger" type="button" (click)="remove()">
            Delete this record
          </button>
        </div>
      </div>
    </section>
  `,
  styles: `
    .body {
      display: grid;
      gap: 14px;
      padding: 14px 16px;
    }
    p {
      margin: 0;
    }
  `,
})
export class ItemActions {
  readonly item = input.required<HistoryItem>();

  private readonly api = inject(Api);
  private readonly clerk = inject(ItemClerk);
  private readonly confirmation = inject(Confirmation);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);
  private readonly itemId = computed(() => this.item().id);
  protected readonly posters = inject(PosterChoice);
  protected readonly duplicates = httpResource<Duplicates>(() =>
    this.api.read(`history/${this.itemId()}/duplicates`),
  );
  protected readonly twins = computed(() =>
    this.duplicates.hasValue() ? this.duplicates.value().duplicate_reference_ids : [],
  );

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(JSON.stringify(this.item(), null, 2));
      this.notices.say($localize`The record was copied as JSON.`);
    } catch {
      this.notices.warn($localize`This browser does not let pages copy here. It needs https, or localhost.`);
    }
  }

  protected async remove(): Promise<void> {
    const item = this.item();
    const isSure = await this.confirmation.ask({
      title: $localize`Delete ${itemName(item)}:item: from the history?`,
      points: [
        $localize`What is stored of it goes, with its story. This cannot be undone.`,
        $localize`No media server is written to. An import that finds it again takes it in anew.`,
      ],
      action: $localize`Delete record`,
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      await this.clerk.remove(item.id);
      this.notices.say($localize`${itemName(item)}:item: was deleted from the history.`);
      await this.router.navigate(['/history']);
    } catch (error) {
      this.notices.warn(failureText(error));
    }
  }
}
