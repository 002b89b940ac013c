import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Conflict } from '../../core/api/schema.gen.js';
import { itemName } from '../../shared/item-name.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { KIND_TEXT, STATUS, choiceText, factsOf } from './conflict-words.js';

/** One thing that only a person can decide, with what each side has to say. */
@Component({
  selector: 'app-conflict-card',
  imports: [MatButton, RelativeTime, RouterLink, StatusPill],
  templateUrl: './conflict-card.html',
  styleUrl: './conflict-card.scss',
})
export class ConflictCard {
  readonly conflict = input.required<Conflict>();
  readonly isBusy = input(false);
  readonly chosen = output<string>();
  readonly ignored = output();

  protected readonly kind = computed(() => KIND_TEXT[this.conflict().kind]);
  protected readonly status = computed(() => STATUS[this.conflict().status]);
  protected readonly facts = computed(() => factsOf(this.conflict().evidence));
  protected readonly choice = computed(() => choiceText(this.conflict()));
  protected readonly itemName = itemName;
}
