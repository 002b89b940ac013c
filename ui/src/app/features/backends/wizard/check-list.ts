import { Component, input } from '@angular/core';
import type { BackendCheck } from '../../../core/api/schema.gen.js';
import { Icon } from '../../../shared/icon/icon.js';

const NAMES: Readonly<Record<BackendCheck['name'], string>> = {
  reach: $localize`Reachable`,
  tls: $localize`Certificate`,
  token: $localize`Token`,
  user: $localize`User`,
  server_id: $localize`Server id`,
  version: $localize`Version`,
  clock: $localize`Clock`,
  webhook: $localize`Webhooks`,
};

/** What was looked at on a server, one line each, with what to do about it. */
@Component({
  selector: 'app-check-list',
  imports: [Icon],
  template: `
    <ul aria-label="Connection test" i18n-aria-label role="status">
      @for (check of checks(); track check.name) {
        <li [class]="toneOf(check)">
          <app-icon [name]="check.ok === null ? 'minus' : check.ok ? 'check' : 'warning'" />
          <div>
            <strong>{{ names[check.name] }}</strong> {{ check.message }}
            @if (check.hint && check.ok !== true) {
              <div class="soft small">{{ check.hint }}</div>
            }
          </div>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      list-style: none;
      margin: 0;
      padding: 4px 14px;
      border: 1px solid var(--ws-line);
      border-radius: 10px;
    }
    li {
      display: flex;
      gap: 10px;
      padding: 6px 0;
    }
    app-icon {
      color: var(--ws-tone);
      margin-top: 1px;
    }
    strong {
      font-weight: 620;
      margin-right: 4px;
    }
  `,
})
export class CheckList {
  readonly checks = input.required<readonly BackendCheck[]>();
  protected readonly names = NAMES;

  protected toneOf({ ok }: BackendCheck): string {
    if (ok === null) return 'quiet';
    return ok ? 'good' : 'bad';
  }
}
