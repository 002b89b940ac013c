import { Component, computed, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { Backend, SyncOptions } from '../../core/api/schema.gen.js';
import type { Direction } from '../../core/runs/run-starter.js';
import { Icon } from '../../shared/icon/icon.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { IMPORT_MODE_TEXT, importMode } from './import-mode.js';

interface Choice {
  readonly label: string;
  readonly hint: string;
  readonly options: SyncOptions;
}

const CHOICES: Readonly<Record<Direction, readonly Choice[]>> = {
  import: [
    { label: 'Preview import', hint: 'Shows what would change, changes nothing', options: { dry_run: true } },
    { label: 'Import metadata only', hint: 'Leaves all play states alone', options: { metadata_only: true } },
    { label: 'Force full import', hint: 'Reads everything again', options: { force: true } },
  ],
  export: [
    { label: 'Preview export', hint: 'Shows what would be written', options: { dry_run: true } },
    {
      label: 'Preview forced export',
      hint: 'Compares everything, writes nothing',
      options: { force: true, dry_run: true },
    },
    { label: 'Force full export', hint: 'Compares everything, writes differences', options: { force: true } },
  ],
};

/** One direction of one backend: whether it is on, when it last ran, and the ways to run it now. */
@Component({
  selector: 'app-sync-row',
  imports: [
    Icon,
    MatButton,
    MatIconButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    MatSlideToggle,
    RelativeTime,
  ],
  templateUrl: './sync-row.html',
  styleUrl: './sync-row.scss',
})
export class SyncRow {
  readonly backend = input.required<Backend>();
  readonly direction = input.required<Direction>();
  readonly isBusy = input(false);
  readonly switched = output<boolean>();
  readonly started = output<SyncOptions>();

  protected readonly state = computed(() => this.backend()[this.direction()]);
  protected readonly label = computed(() => (this.direction() === 'import' ? 'Import' : 'Export'));
  protected readonly target = computed(
    () => `${this.direction() === 'import' ? 'from' : 'to'} ${this.backend().name}`,
  );
  protected readonly choices = computed(() => CHOICES[this.direction()]);
  protected readonly mode = computed(() => {
    if (this.direction() === 'import') return IMPORT_MODE_TEXT[importMode(this.backend())];
    return this.state().enabled ? 'Writes changes' : 'Writes nothing';
  });
  protected readonly isPossible = computed(() =>
    this.direction() === 'import' ? importMode(this.backend()) !== 'off' : this.state().enabled,
  );
}
