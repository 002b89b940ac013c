import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Icon } from '../../shared/icon/icon.js';
import { API } from '../api/api.js';
import type { Identity } from '../api/schema.gen.js';
import { IdentityChoice, MAIN_IDENTITY } from '../session/identity-choice.js';

/** Whose backends and history are shown; only there when there is somebody to choose from. */
@Component({
  selector: 'app-identity-menu',
  imports: [Icon, MatButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    @if (all().length > 1) {
      <button
        matButton
        type="button"
        [matMenuTriggerFor]="menu"
        ariaLabel="Identity: {{ choice.current() }}"
        i18n-ariaLabel
      >
        <span class="menu-row"
          ><app-icon name="people" /><span class="name truncate">{{ choice.current() }}</span
          ><app-icon name="down"
        /></span>
      </button>
      <mat-menu #menu>
        @for (one of all(); track one.identity) {
          <button
            mat-menu-item
            type="button"
            role="menuitemradio"
            [attr.aria-checked]="one.identity === choice.current()"
            (click)="choice.choose(one.identity)"
          >
            <span class="menu-row">
              <app-icon name="person" />{{ one.identity }}
              @if (one.identity === choice.current()) {
                <app-icon class="end" name="check" />
              }
            </span>
          </button>
        }
      </mat-menu>
    }
  `,
  styles: `
    .name {
      max-width: 16ch;
    }
    @media (max-width: 480px) {
      .name {
        max-width: 7ch;
      }
    }
  `,
})
export class IdentityMenu {
  protected readonly choice = inject(IdentityChoice);
  /** Asked without an identity: the remembered one may no longer exist. */
  private readonly answer = httpResource<{ readonly identities: readonly Identity[] }>(() => {
    this.choice.listChanges();
    return `${API}identities`;
  });
  protected readonly all = computed(() => (this.answer.hasValue() ? this.answer.value().identities : []));

  constructor() {
    effect(() => {
      const names = this.all().map(({ identity }) => identity);
      if (names.length > 0 && !names.includes(this.choice.current())) this.choice.choose(MAIN_IDENTITY);
    });
  }
}
