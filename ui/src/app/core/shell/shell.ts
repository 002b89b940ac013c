import {
  Component,
  DestroyRef,
  type ElementRef,
  computed,
  effect,
  inject,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink, RouterOutlet } from '@angular/router';
import { Icon } from '../../shared/icon/icon.js';
import { Notices } from '../../shared/notices/notices.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { failureText } from '../api/api-failure.js';
import { Lookout } from '../api/lookout.js';
import { LiveFeed } from '../live/live-feed.js';
import { IdentityChoice } from '../session/identity-choice.js';
import { Session } from '../session/session.js';
import { Brand } from './brand.js';
import { ConnectionPanel } from './connection-dialog.js';
import { IdentityMenu } from './identity-menu.js';
import { MainNav } from './main-nav.js';
import { PageFocus } from './page-focus.js';
import { PageSearchPanel } from './page-search.js';
import { SignInWatch } from './sign-in-again.js';
import { ThemeChoice } from './theme-choice.js';

/** What stands around every page: the menu once somebody is in, who is shown, what is running, help, settings, account. */
@Component({
  selector: 'app-shell',
  imports: [
    Brand,
    Icon,
    IdentityMenu,
    MainNav,
    MatButton,
    MatIconButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    RelativeTime,
    RouterLink,
    RouterOutlet,
    StatusPill,
  ],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
  host: {
    '[class.in]': 'session.isIn()',
    '(document:keydown.control.k)': 'find($event)',
    '(document:keydown.meta.k)': 'find($event)',
  },
})
export class Shell {
  private readonly notices = inject(Notices);
  private readonly focus = inject(PageFocus);
  private readonly drawer = viewChild.required<ElementRef<HTMLDialogElement>>('drawer');
  protected readonly session = inject(Session);
  protected readonly live = inject(LiveFeed);
  protected readonly connection = inject(ConnectionPanel);
  protected readonly search = inject(PageSearchPanel);
  /** While nobody answers, pages stay with what they had. */
  protected readonly lostAt = inject(Lookout).lostAt;
  protected readonly isCutOff = computed(() => this.session.isIn() && this.lostAt() !== null);
  protected readonly activeRuns = computed(() => this.live.active().length);

  constructor() {
    const identity = inject(IdentityChoice);
    inject(ThemeChoice);
    inject(SignInWatch);
    effect(() => {
      identity.current();
      const isIn = this.session.isIn();
      untracked(() => {
        if (isIn) this.live.start();
        else this.live.stop();
      });
    });
    inject(DestroyRef).onDestroy(() => this.live.stop());
  }

  protected find(event: Event): void {
    event.preventDefault();
    if (this.session.isIn()) this.search.open();
  }

  protected skip(event: Event): void {
    event.preventDefault();
    this.focus.toHeading();
  }

  protected openDrawer(): void {
    this.drawer().nativeElement.showModal();
  }

  protected closeDrawer(): void {
    this.drawer().nativeElement.close();
  }

  protected async signOut(): Promise<void> {
    try {
      await this.session.signOut();
    } catch (error) {
      this.notices.warn($localize`You are still signed in. ${failureText(error)}:reason:`);
    }
  }
}
