import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Backend } from '../../core/api/schema.gen.js';
import { BackendMark } from '../../shared/backend-mark/backend-mark.js';
import { Icon } from '../../shared/icon/icon.js';

/** Which way the play states flow: from each backend to here, and from here to it. */
@Component({
  selector: 'app-sync-flow',
  imports: [BackendMark, Icon, RouterLink],
  template: `
    <section class="card" aria-labelledby="flow">
      <h2 i18n id="flow" class="card-head">Who tells whom</h2>
      <ul>
        @for (backend of backends(); track backend.name) {
          <li>
            <app-backend-mark [type]="backend.type" />
            <a class="grow truncate" [routerLink]="['/backends', backend.name]">{{ backend.name }}</a>
            <span class="way" [class.on]="backend.import.enabled">
              <app-icon name="arrowIn" />{{ readWord(backend) }}
            </span>
            <span class="way" [class.on]="backend.export.enabled">
              <app-icon name="arrowOut" /><ng-container i18n>{!!(backend.export.enabled), select,
                true {is told}
                other {not told}
              }</ng-container>
            </span>
          </li>
        }
      </ul>
    </section>
  `,
  styles: `
    ul {
      list-style: none;
      margin: 0;
      padding: 6px 16px;
    }
    li {
      display: flex;
      align-items: center;
      gap: 10px;
      padding: 6px 0;
    }
    a {
      color: var(--ws-text);
      font-weight: 550;
      text-decoration: none;
    }
    a:hover {
      text-decoration: underline;
    }
    .way {
      --icon-size: 15px;
      display: inline-flex;
      align-items: center;
      gap: 5px;
      width: 82px;
      font-size: 12.5px;
      color: var(--ws-soft);
      white-space: nowrap;
    }
    .way.on {
      color: var(--ws-accent-text);
      font-weight: 550;
    }
    .way:not(.on) app-icon {
      opacity: 0.45;
    }
  `,
})
export class SyncFlow {
  readonly backends = input.required<readonly Backend[]>();

  protected readWord({ import: direction, options }: Backend): string {
    if (options['IMPORT_METADATA_ONLY'] === true) return $localize`metadata`;
    return direction.enabled ? $localize`tells` : $localize`not read`;
  }
}
