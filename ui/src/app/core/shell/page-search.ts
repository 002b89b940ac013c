import { Component, type ElementRef, Service, computed, inject, signal, viewChild } from '@angular/core';
import { MatDialog, MatDialogRef } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { Icon } from '../../shared/icon/icon.js';
import { type Place, allPlaces } from './places.js';

const fits = (place: Place, wanted: string): boolean =>
  wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${place.label} ${place.also ?? ''}`.toLowerCase().includes(word));

/** Finds a page by its name, or by what people call it elsewhere; otherwise looks for the words in the history. */
@Component({
  selector: 'app-page-search',
  imports: [Icon],
  templateUrl: './page-search.html',
  styleUrl: './page-search.scss',
})
export class PageSearch {
  private readonly router = inject(Router);
  private readonly ref = inject<MatDialogRef<PageSearch>>(MatDialogRef);
  private readonly list = viewChild<ElementRef<HTMLElement>>('list');

  protected readonly wanted = signal('');
  protected readonly at = signal(0);
  protected readonly found = computed<readonly Place[]>(() => {
    const wanted = this.wanted().trim();
    const pages = allPlaces().filter((place) => fits(place, wanted));
    if (wanted.length < 2) return pages;
    return [
      ...pages,
      { path: '/history', label: $localize`Look for “${wanted}:wanted:” in the history`, icon: 'search' },
    ];
  });

  protected type(text: string): void {
    this.wanted.set(text);
    this.at.set(0);
  }

  protected onKey(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    const count = this.found().length;
    if (event.key === 'Enter') this.go(this.found()[this.at()]);
    else if (step && count > 0) this.at.update((at) => (at + step + count) % count);
    else return;
    event.preventDefault();
    this.list()?.nativeElement.children[this.at()]?.scrollIntoView({ block: 'nearest' });
  }

  protected go(place: Place | undefined): void {
    if (!place) return;
    this.ref.close();
    const isQuestion = place.icon === 'search';
    void this.router.navigate([place.path], isQuestion ? { queryParams: { q: this.wanted().trim() } } : {});
  }
}

/** Opens the search of pages; Ctrl+K or ⌘K from anywhere. */
@Service()
export class PageSearchPanel {
  private readonly dialog = inject(MatDialog);

  open(): void {
    if (this.dialog.openDialogs.length > 0) return;
    this.dialog.open(PageSearch, {
      width: '520px',
      maxWidth: 'calc(100vw - 24px)',
      position: { top: '12vh' },
      ariaLabel: $localize`Go to a page`,
    });
  }
}
