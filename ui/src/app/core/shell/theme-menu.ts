import { Component, computed, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Icon, type IconName } from '../../shared/icon/icon.js';
import { type Theme, ThemeChoice } from './theme-choice.js';

interface Look {
  readonly theme: Theme;
  readonly label: string;
  readonly icon: IconName;
}

@Component({
  selector: 'app-theme-menu',
  imports: [Icon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    <button matIconButton type="button" [matMenuTriggerFor]="menu" [attr.aria-label]="'Theme: ' + label()">
      <app-icon [name]="icon()" />
    </button>
    <mat-menu #menu>
      @for (look of looks; track look.theme) {
        <button
          mat-menu-item
          type="button"
          role="menuitemradio"
          [attr.aria-checked]="look.theme === choice.current()"
          (click)="choice.choose(look.theme)"
        >
          <span class="menu-row">
            <app-icon [name]="look.icon" />{{ look.label }}
            @if (look.theme === choice.current()) {
              <app-icon class="end" name="check" />
            }
          </span>
        </button>
      }
    </mat-menu>
  `,
})
export class ThemeMenu {
  protected readonly choice = inject(ThemeChoice);
  protected readonly looks: readonly Look[] = [
    { theme: 'light', label: 'Light', icon: 'sun' },
    { theme: 'dark', label: 'Dark', icon: 'moon' },
    { theme: 'system', label: 'System', icon: 'screen' },
  ];
  private readonly look = computed(() => this.looks.find(({ theme }) => theme === this.choice.current()));
  protected readonly label = computed(() => this.look()?.label ?? 'System');
  protected readonly icon = computed<IconName>(() => this.look()?.icon ?? 'screen');
}
