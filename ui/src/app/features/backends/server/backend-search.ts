import { NgTemplateOutlet } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../../core/api/api.js';
import { failureText } from '../../../core/api/api-failure.js';
import type { FoundItem } from '../../../core/api/schema.gen.js';
import { EmptyNote } from '../../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../../shared/failed-note/failed-note.js';
import { episodeMark } from '../../../shared/item-name.js';
import { LoadingNote } from '../../../shared/loading-note/loading-note.js';
import { PlayStateNote } from '../../../shared/play-state/play-state.js';
import { StatusPill } from '../../../shared/status-pill/status-pill.js';

/** Looks something up on the server itself, and says whether it is known here. */
@Component({
  selector: 'app-backend-search',
  imports: [
    EmptyNote,
    FailedNote,
    LoadingNote,
    MatButton,
    NgTemplateOutlet,
    PlayStateNote,
    RouterLink,
    StatusPill,
  ],
  templateUrl: './backend-search.html',
  styles: `
    form {
      grid-template-columns: minmax(0, 1fr) 140px auto;
      align-items: end;
    }
    @media (max-width: 560px) {
      form {
        grid-template-columns: minmax(0, 1fr) 110px;
      }
      .filters > button {
        grid-column: 1 / -1;
      }
      .id {
        display: none;
      }
    }
    .path {
      overflow-wrap: anywhere;
    }
    /* Below a title that is a link, too: each needs room for a finger. */
    .under-wide a {
      display: inline-block;
      margin-top: 6px;
      line-height: 26px;
    }
  `,
})
export class BackendSearch {
  readonly name = input.required<string>();
  readonly q = input<string>();
  readonly by = input<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  protected readonly wanted = computed(() => this.q()?.trim() ?? '');
  protected readonly kind = computed(() => (this.by() === 'id' ? 'id' : 'q'));
  protected readonly found = httpResource<readonly FoundItem[]>(() =>
    this.wanted()
      ? this.api.read(`backend/${encodeURIComponent(this.name())}/search`, {
          [this.kind()]: this.wanted(),
          limit: 50,
        })
      : undefined,
  );
  protected readonly episodeMark = episodeMark;
  protected readonly failureText = failureText;

  protected search(q: string, by: string): void {
    void this.router.navigate([], { queryParams: { q: q.trim() || null, by: by === 'id' ? 'id' : null } });
  }
}
