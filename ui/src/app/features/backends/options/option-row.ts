import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { BackendOption, SettingSpec } from '../../../core/api/schema.gen.js';

export interface OptionEntry {
  readonly spec: SettingSpec;
  readonly option: BackendOption;
}

/** These are on unless they are switched off. */
const ON_BY_DEFAULT = /on unless switched off/;

/** One option with the control that fits its type. */
@Component({
  selector: 'app-option-row',
  imports: [MatButton, MatSlideToggle],
  template: `
    <div class="grow">
      <div class="what" [id]="id() + '-what'">{{ entry().spec.description }}</div>
      @if (entry().spec.type === 'bool' || !entry().spec.changeable) {
        <span class="name mono soft small">{{ shortName() }}</span>
      } @else {
        <label class="name mono soft small" [for]="id()">{{ shortName() }}</label>
      }
      @if (problem()) {
        <div class="problem" role="alert">{{ problem() }}</div>
      }
    </div>
    <div class="edit">
      <button
        i18n
        matButton
        type="button"
        [class.unset]="entry().option.value === null || !entry().spec.changeable"
        [disabled]="isBusy() || entry().option.value === null || !entry().spec.changeable"
        ariaLabel="Take {{ shortName() }} back to its default"
        i18n-ariaLabel
        (click)="cleared.emit()"
      >
        Default
      </button>
      @if (!entry().spec.changeable) {
        <span i18n class="soft">
          @if (entry().option.value; as value) {
            {{ value }}, kept by the system
          } @else {
            not set, kept by the system
          }
        </span>
      } @else if (entry().spec.type === 'bool') {
        <mat-slide-toggle
          [aria-label]="shortName()"
          [checked]="isOn()"
          [disabled]="isBusy()"
          (change)="changed.emit($event.checked)"
        />
      } @else {
        <form (submit)="$event.preventDefault(); send(field.value)">
          <input
            #field
            class="control"
            autocomplete="off"
            spellcheck="false"
            [id]="id()"
            [type]="isSecret() ? 'password' : 'text'"
            [attr.inputmode]="isNumber() ? 'numeric' : null"
            [placeholder]="placeholder()"
            [value]="isSecret() ? '' : (entry().option.value ?? '')"
            [attr.aria-describedby]="id() + '-what'"
            [attr.aria-invalid]="!!problem()"
          />
          <button
            i18n
            matButton="outlined"
            type="submit"
            [disabled]="isBusy()"
            ariaLabel="Save {{ shortName() }}"
            i18n-ariaLabel
          >
            Save
          </button>
        </form>
      }
    </div>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      flex-wrap: wrap;
      gap: 8px 20px;
      padding: 10px 16px;
      border-bottom: 1px solid var(--ws-line);
    }
    .grow {
      flex: 1 1 280px;
    }
    .name {
      overflow-wrap: anywhere;
    }
    .what {
      max-width: 72ch;
    }
    .unset {
      visibility: hidden;
    }
    .edit,
    form {
      display: flex;
      align-items: center;
      gap: 8px;
    }
    .control {
      width: 190px;
    }
    .problem {
      color: var(--ws-bad);
      font-size: 12.5px;
      font-weight: 550;
    }
    @media (max-width: 480px) {
      .edit,
      form {
        flex-wrap: wrap;
      }
      .unset {
        display: none;
      }
    }
  `,
})
export class OptionRow {
  readonly entry = input.required<OptionEntry>();
  readonly isBusy = input(false);
  readonly problem = input('');
  readonly changed = output<string | number | boolean>();
  readonly cleared = output();

  protected readonly shortName = computed(() => this.entry().option.key.replace(/^options\./, ''));
  protected readonly id = computed(() => `option-${this.shortName().replaceAll('.', '-')}`);
  protected readonly isNumber = computed(() => this.entry().spec.type === 'int');
  /** What is stored comes masked, so it is never put back into the field. */
  protected readonly isSecret = computed(() => /TOKEN|PIN$/.test(this.shortName()));
  protected readonly isOn = computed(() => {
    const { spec, option } = this.entry();
    return option.real_val === null ? ON_BY_DEFAULT.test(spec.description) : option.real_val === true;
  });
  protected readonly placeholder = computed(() => {
    const { spec, option } = this.entry();
    if (this.isSecret()) return option.value === null ? $localize`not set` : $localize`stored`;
    return spec.min !== undefined && spec.max !== undefined
      ? $localize`${spec.min}:min: to ${spec.max}:max:`
      : $localize`not set`;
  });

  protected send(typed: string): void {
    const value = typed.trim();
    this.changed.emit(this.isNumber() && /^-?\d+$/.test(value) ? Number(value) : value);
  }
}
