import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import type { Member } from '../../core/api/schema.gen.js';
import { BackendMark } from '../../shared/backend-mark/backend-mark.js';
import { Icon } from '../../shared/icon/icon.js';
import { type Board, type Place, memberKey } from './people-board.js';

/** One account: dragged by the pointer, or moved by the menu beside it. */
@Component({
  selector: 'app-member-row',
  imports: [BackendMark, Icon, MatButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    <app-backend-mark [type]="member().type" style="--mark-size: 22px" />
    <div class="grow">
      <div class="truncate">{{ member().real_name }}</div>
      <div class="soft small truncate">{{ member().backend }}</div>
    </div>
    @if (asksPin()) {
      <input
        #text
        class="control pin"
        inputmode="numeric"
        maxlength="4"
        autocomplete="off"
        placeholder="PIN"
        i18n-placeholder
        ariaLabel="PIN of {{ label() }}"
        i18n-ariaLabel
        [value]="pin()"
        (input)="pinned.emit(text.value.trim())"
        (mousedown)="$event.stopPropagation()"
        (touchstart)="$event.stopPropagation()"
      />
    }
    <!-- A menu, since the arrow keys choose from a closed list at once: nobody could get past its first entry. -->
    <button
      matButton="outlined"
      class="move"
      type="button"
      ariaLabel="Move {{ label() }}"
      i18n-ariaLabel
      [matMenuTriggerFor]="places"
      (mousedown)="$event.stopPropagation()"
      (touchstart)="$event.stopPropagation()"
    >
      <span class="menu-row"><ng-container i18n>Move</ng-container><app-icon name="down" /></span>
    </button>
    <mat-menu #places xPosition="before">
      @for (person of others(); track person.key) {
        <button mat-menu-item type="button" i18n (click)="moved.emit(person.key)">
          to {{ person.name }}
        </button>
      }
      <button mat-menu-item type="button" i18n (click)="moved.emit('new')">to a new person</button>
      @if (at() !== 'left') {
        <button mat-menu-item type="button" i18n (click)="moved.emit('left')">leave out</button>
      }
    </mat-menu>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 8px;
      padding: 6px 8px;
      border: 1px solid var(--ws-line);
      border-radius: 8px;
      background: var(--ws-raised);
      cursor: grab;
    }
    .move {
      flex: none;
    }
    .pin {
      width: 62px;
      flex: none;
    }
  `,
})
export class MemberRow {
  readonly member = input.required<Member>();
  readonly board = input.required<Board>();
  readonly at = input.required<Place>();
  readonly pin = input('');
  readonly moved = output<Place>();
  readonly pinned = output<string>();

  protected readonly label = computed(
    () => $localize`${this.member().real_name}:name: on ${this.member().backend}:backend:`,
  );
  protected readonly others = computed(() =>
    this.board().people.filter(
      ({ members }) => !members.some((one) => memberKey(one) === memberKey(this.member())),
    ),
  );
  protected readonly asksPin = computed(() => this.member().protected && this.at() !== 'left');
}
