import { Component, inject } from '@angular/core';
import { Icon, type IconName } from '../../shared/icon/icon.js';
import { type Theme, ThemeChoice } from './theme-choice.js';

/** Light, dark, or as the system has it. */
@Component({
  selector: 'app-theme-picker',
  imports: [Icon],
  template: `
    <fieldset class="segments">
      <legend i18n>Theme</legend>
      @for (look of looks; track look.theme) {
        <label>
          <input
            type="radio"
            name="theme"
            class="visually-hidden"
            [value]="look.theme"
            [checked]="look.theme === choice.current()"
            (change)="choice.choose(look.theme)"
          />
          <app-icon [name]="look.icon" />{{ look.label }}
        </label>
      }
    </fieldset>
  `,
})
export class ThemePicker {
  protected readonly choice = inject(ThemeChoice);
  protected readonly looks: readonly {
    readonly theme: Theme;
    readonly label: string;
    readonly icon: IconName;
  }[] = [
    { theme: 'light', label: $localize`Light`, icon: 'sun' },
    { theme: 'dark', label: $localize`Dark`, icon: 'moon' },
    { theme: 'system', label: $localize`System`, icon: 'screen' },
  ];
}
