import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import type { Backend, BackendHealth, Run, SyncOptions } from '../../core/api/schema.gen.js';
import { IdentityChoice } from '../../core/session/identity-choice.js';
import type { Direction } from '../../core/runs/run-starter.js';
import { runTitle, statusText } from '../../core/runs/run-words.js';
import { BackendMark, typeName } from '../../shared/backend-mark/backend-mark.js';
import { Icon } from '../../shared/icon/icon.js';
import { Notices } from '../../shared/notices/notices.js';
import { ProgressLine } from '../../shared/progress-line/progress-line.js';
import { StatusPill, type Tone } from '../../shared/status-pill/status-pill.js';
import { quickOperations } from './quick-operations.js';
import { SyncRow } from './sync-row.js';

const HEALTH: Readonly<Record<BackendHealth['status'], { readonly text: string; readonly tone: Tone }>> = {
  ok: { text: $localize`Healthy`, tone: 'good' },
  failing: { text: $localize`Failing`, tone: 'bad' },
  unknown: { text: $localize`Not checked yet`, tone: 'quiet' },
};

export interface Switched {
  readonly direction: Direction;
  readonly isOn: boolean;
}
export interface Started {
  readonly direction: Direction;
  readonly options: SyncOptions;
}

@Component({
  selector: 'app-backend-card',
  imports: [
    BackendMark,
    Icon,
    MatButton,
    MatIconButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    ProgressLine,
    RouterLink,
    StatusPill,
    SyncRow,
  ],
  templateUrl: './backend-card.html',
  styleUrl: './backend-card.scss',
})
export class BackendCard {
  readonly backend = input.required<Backend>();
  readonly run = input<Run | null>(null);
  readonly switched = output<Switched>();
  readonly started = output<Started>();
  readonly removed = output();

  private readonly notices = inject(Notices);
  protected readonly typeName = typeName;
  protected readonly runTitle = runTitle;
  protected readonly statusText = statusText;
  protected readonly directions: readonly Direction[] = ['import', 'export'];
  private readonly identity = inject(IdentityChoice);
  protected readonly operations = computed(() => quickOperations(this.backend(), this.identity.current()));
  protected readonly health = computed(() => HEALTH[this.backend().health.status]);

  protected async copyWebhook(): Promise<void> {
    try {
      await navigator.clipboard.writeText(new URL(this.backend().urls.webhook, location.origin).href);
      this.notices.say($localize`The webhook address was copied. It carries a secret; keep it to yourself.`);
    } catch {
      this.notices.warn($localize`The browser did not allow copying. Open the backend to see the address.`);
    }
  }
}
