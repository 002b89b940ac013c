import { Injector, Service, afterNextRender, inject, DOCUMENT } from '@angular/core';
import { NavigationEnd, Router } from '@angular/router';
import { filter, map, pairwise } from 'rxjs';

const pathOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? url;

/** A new page starts at its heading, for the keyboard and for screen readers; a new query leaves the focus alone. */
@Service()
export class PageFocus {
  private readonly page = inject(DOCUMENT);
  private readonly injector = inject(Injector);

  constructor() {
    inject(Router)
      .events.pipe(
        filter((event) => event instanceof NavigationEnd),
        map(({ urlAfterRedirects }) => pathOf(urlAfterRedirects)),
        pairwise(),
        filter(([before, now]) => before !== now),
      )
      .subscribe(() => afterNextRender({ write: () => this.toHeading() }, { injector: this.injector }));
  }

  toHeading(): void {
    this.page.defaultView?.scrollTo({ top: 0 });
    const heading = this.page.querySelector<HTMLElement>('main h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }
}
