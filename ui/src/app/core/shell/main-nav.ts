import { Component, computed, inject, output, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive } from '@angular/router';
import { filter, map } from 'rxjs';
import { Icon } from '../../shared/icon/icon.js';
import { PLACES, PLACE_GROUPS, type PlaceGroup } from './places.js';

/** The menu: what is used daily stands open, the rest under two words. The group of the shown page opens by itself. */
@Component({
  selector: 'app-main-nav',
  imports: [Icon, RouterLink, RouterLinkActive],
  templateUrl: './main-nav.html',
  styleUrl: './main-nav.scss',
})
export class MainNav {
  readonly chosen = output();

  private readonly router = inject(Router);
  private readonly path = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map(({ urlAfterRedirects }) => urlAfterRedirects),
    ),
    { initialValue: this.router.url },
  );
  private readonly choices = signal<ReadonlyMap<string, boolean>>(new Map());
  /** A page may stand in two groups; the first one opens for it. */
  private readonly current = computed(() =>
    PLACE_GROUPS.find(({ places }) => places.some(({ path }) => this.path().startsWith(path))),
  );

  protected readonly places = PLACES;
  protected readonly groups = PLACE_GROUPS;

  protected isOpen(group: PlaceGroup): boolean {
    return this.choices().get(group.label) ?? group === this.current();
  }

  protected toggle(group: PlaceGroup): void {
    this.choices.update((all) => new Map(all).set(group.label, !this.isOpen(group)));
  }
}
