import { Component, computed, inject, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ApiFailure, failureText } from '../../core/api/api-failure.js';
import type { AddedNamedToken, NewNamedToken, TokenScope } from '../../core/api/schema.gen.js';
import { Field } from '../../shared/field/field.js';
import { KeyClerk } from './key-clerk.js';
import { SCOPES, scopeWords } from './scope-words.js';

const LIVES = [
  { days: 0, label: $localize`For ever, until it is revoked` },
  { days: 30, label: $localize`30 days` },
  { days: 90, label: $localize`90 days` },
  { days: 365, label: $localize`A year` },
] as const;

/** A new token: what it is for, what it may do, how long it lives. */
@Component({
  selector: 'app-token-form',
  imports: [Field, MatButton],
  template: `
    <form novalidate (submit)="save($event)">
      <app-field
        label="Name"
        i18n-label
        for="token-name"
        help="What it is for, for example the name of a script."
        i18n-help
        [problem]="problems()['name'] ?? ''"
      >
        <input
          #text
          id="token-name"
          class="control"
          maxlength="64"
          autocomplete="off"
          aria-describedby="token-name-note"
          [attr.aria-invalid]="!!problems()['name']"
          [value]="name()"
          (input)="name.set(text.value)"
        />
      </app-field>
      <fieldset class="segments">
        <legend i18n>What it may do</legend>
        @for (one of scopes; track one) {
          <label [attr.title]="scopeWords(one).about">
            <input #box type="checkbox" [checked]="chosen().has(one)" (change)="choose(one, box.checked)" />
            {{ scopeWords(one).text }}
          </label>
        }
      </fieldset>
      <p class="soft small">
        @for (one of scopes; track one; let last = $last) {
          <strong>{{ scopeWords(one).text }}</strong> {{ scopeWords(one).about }}{{ last ? '.' : '; ' }}
        }
      </p>
      <app-field label="Lives" i18n-label for="token-life" [problem]="problems()['expires_in_days'] ?? ''">
        <select #life id="token-life" class="control" (change)="days.set(+life.value)">
          @for (one of lives; track one.days) {
            <option [value]="one.days" [selected]="one.days === days()">{{ one.label }}</option>
          }
        </select>
      </app-field>
      @if (refusal(); as message) {
        <div class="note bad" role="alert">
          <div>{{ message }}</div>
        </div>
      }
      <div>
        <button i18n matButton="filled" type="submit" [disabled]="!isReady() || isBusy()">
          Create token
        </button>
      </div>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: 12px;
      max-width: 460px;
    }
    p {
      margin: 0;
    }
  `,
})
export class TokenForm {
  readonly added = output<AddedNamedToken>();

  private readonly clerk = inject(KeyClerk);
  protected readonly name = signal('');
  protected readonly chosen = signal<ReadonlySet<TokenScope>>(new Set(['read']));
  protected readonly days = signal(0);
  protected readonly problems = signal<Readonly<Record<string, string>>>({});
  protected readonly refusal = signal('');
  protected readonly isBusy = signal(false);
  protected readonly isReady = computed(() => this.name().trim() !== '' && this.chosen().size > 0);
  protected readonly scopes = SCOPES;
  protected readonly scopeWords = scopeWords;
  protected readonly lives = LIVES;

  protected choose(scope: TokenScope, isChosen: boolean): void {
    this.chosen.update(
      (before) => new Set(SCOPES.filter((one) => (one === scope ? isChosen : before.has(one)))),
    );
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.isReady()) return;
    this.isBusy.set(true);
    this.problems.set({});
    this.refusal.set('');
    try {
      this.added.emit(await this.clerk.add(this.wanted()));
      this.name.set('');
    } catch (error) {
      const fields = error instanceof ApiFailure ? error.fields : [];
      this.problems.set(Object.fromEntries(fields.map(({ field, message }) => [field, message])));
      if (fields.length === 0) this.refusal.set(failureText(error));
    } finally {
      this.isBusy.set(false);
    }
  }

  private wanted(): NewNamedToken {
    const days = this.days();
    return {
      name: this.name().trim(),
      scopes: [...this.chosen()],
      ...(days > 0 ? { expires_in_days: days } : {}),
    };
  }
}
