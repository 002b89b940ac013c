import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../../core/api/api.js';
import { failureText } from '../../../core/api/api-failure.js';
import type { MismatchedTitle, UnmatchedTitle } from '../../../core/api/schema.gen.js';
import { EmptyNote } from '../../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../../shared/loading-note/loading-note.js';

type Row = UnmatchedTitle & Partial<Pick<MismatchedTitle, 'percent'>>;

/** Titles of a server that have no id, or perhaps a wrong one. */
@Component({
  selector: 'app-title-scan',
  imports: [EmptyNote, FailedNote, LoadingNote, MatButton],
  templateUrl: './title-scan.html',
  styles: `
    .path {
      overflow-wrap: anywhere;
    }
  `,
})
export class TitleScan {
  readonly backend = input.required<string>();
  readonly library = input.required<string>();
  readonly kind = input.required<'unmatched' | 'mismatched'>();

  private readonly api = inject(Api);
  protected readonly rows = httpResource<readonly Row[]>(() => {
    const library = this.library() ? `/${encodeURIComponent(this.library())}` : '';
    return this.api.read(`backend/${encodeURIComponent(this.backend())}/${this.kind()}${library}`);
  });
  protected readonly isMismatch = computed(() => this.kind() === 'mismatched');
  protected readonly failureText = failureText;

  /** Where a person can find the right id. */
  protected searchesFor({
    title,
    year,
    type,
  }: Row): readonly { readonly name: string; readonly url: string }[] {
    const words = encodeURIComponent([title, year].filter(Boolean).join(' '));
    return [
      { name: 'IMDb', url: `https://www.imdb.com/find/?q=${words}` },
      {
        name: 'TMDB',
        url: `https://www.themoviedb.org/search/${type === 'show' ? 'tv' : 'movie'}?query=${words}`,
      },
      { name: 'TVDB', url: `https://thetvdb.com/search?query=${words}` },
    ];
  }
}
