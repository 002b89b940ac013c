import { Component, computed, input, output } from '@angular/core';
import type { Member } from '../../core/api/schema.gen.js';
import { BackendMark } from '../../shared/backend-mark/backend-mark.js';
import { type Board, type Place, memberKey } from './people-board.js';

/** One account: dragged by the pointer, or moved by the list beside it. */
@Component({
  selector: 'app-member-row',
  imports: [BackendMark],
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
    <select
      #where
      class="control move"
      ariaLabel="Move {{ label() }}"
      i18n-ariaLabel
      (mousedown)="$event.stopPropagation()"
      (touchstart)="$event.stopPropagation()"
      (change)="go(where.value); where.value = ''"
    >
      <option i18n value="">Move…</option>
      @for (person of others(); track person.key) {
        <option i18n [value]="person.key">to {{ person.name }}</option>
      }
      <option i18n value="new">to a new person</option>
      @if (at() !== 'left') {
        <option i18n value="left">leave out</option>
      }
    </select>
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
      width: 92px;
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

  protected go(value: string): void {
    if (value === '') return;
    this.moved.emit(value === 'new' || value === 'left' ? value : Number(value));
  }
}
