import { Component, input, model } from '@angular/core';
import type { BackendUser } from '../../core/api/schema.gen.js';

/** The users a server knows, one of whom this backend stands for. */
@Component({
  selector: 'app-backend-users',
  template: `
    <fieldset aria-describedby="users-problem">
      <legend i18n>User</legend>
      @for (user of users(); track user.id) {
        <label>
          <input
            type="radio"
            name="backend-user"
            [value]="user.id"
            [checked]="user.id === chosen()"
            (change)="chosen.set(user.id)"
          />
          <span class="grow truncate">{{ user.name }}</span>
          @if (traits(user); as told) {
            <span class="small soft">{{ told }}</span>
          }
        </label>
      } @empty {
        <p i18n class="soft">The server named no users. The owner of the token is used.</p>
      }
      <div id="users-problem" class="problem">{{ problem() }}</div>
    </fieldset>
  `,
  styles: `
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(180px, 1fr));
      gap: 8px;
      min-width: 0;
    }
    legend {
      font-weight: 550;
      font-size: 13px;
      padding: 0 0 6px;
    }
    label {
      display: flex;
      align-items: center;
      gap: 8px;
      padding: 7px 10px;
      border: 1px solid var(--ws-control-line);
      border-radius: 8px;
      cursor: pointer;
    }
    label:has(:checked) {
      border-color: var(--ws-accent);
      background: var(--ws-accent-fill);
    }
    label:has(:focus-visible) {
      outline: 2px solid var(--ws-accent);
      outline-offset: 2px;
    }
    input {
      margin: 0;
      accent-color: var(--ws-accent);
    }
    p {
      margin: 0;
      grid-column: 1 / -1;
    }
    .problem {
      grid-column: 1 / -1;
      color: var(--ws-bad);
      font-size: 12.5px;
      font-weight: 550;
    }
  `,
})
export class BackendUsers {
  readonly users = input.required<readonly BackendUser[]>();
  readonly problem = input('');
  readonly chosen = model.required<string>();

  protected traits({ admin, guest, restricted, protected: hasPin }: BackendUser): string {
    const told: readonly (readonly [boolean, string])[] = [
      [admin, $localize`Admin`],
      [guest, $localize`Guest`],
      [restricted, $localize`Restricted`],
      [hasPin, 'PIN'],
    ];
    return told
      .filter(([isSo]) => isSo)
      .map(([, text]) => text)
      .join(', ');
  }
}
