import { Component, computed, input } from '@angular/core';
import type { BackendScan, ScannedTitle } from '../../../core/api/schema.gen.js';

/** Titles of a server that have no id, or perhaps a wrong one. */
@Component({
  selector: 'app-title-list',
  templateUrl: './title-list.html',
  styles: `
    .path {
      overflow-wrap: anywhere;
    }
    .searches {
      white-space: nowrap;
    }
  `,
})
export class TitleList {
  readonly titles = input.required<readonly ScannedTitle[]>();
  readonly kind = input.required<BackendScan['kind']>();

  protected readonly isMismatch = computed(() => this.kind() === 'mismatched');

  /** Where a person can find the right id. */
  protected searchesFor({
    title,
    year,
    type,
  }: ScannedTitle): readonly { readonly name: string; readonly url: string }[] {
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
