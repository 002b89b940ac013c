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
    {
      label: $localize`Preview import`,
      hint: $localize`Shows what would change, changes nothing`,
      options: { dry_run: true },
    },
    {
      label: $localize`Import metadata only`,
      hint: $localize`Leaves all play states alone`,
      options: { metadata_only: true },
    },
    {
      label: $localize`Force full import`,
      hint: $localize`Reads everything again`,
      options: { force: true },
    },
  ],
  export: [
    {
      label: $localize`Preview export`,
      hint: $localize`Shows what would be written`,
      options: { dry_run: true },
    },
    {
      label: $localize`Preview forced export`,
      hint: $localize`Compares everything, writes nothing`,
      options: { force: true, dry_run: true },
    },
    {
      label: $localize`Force full export`,
      hint: $localize`Compares everything, writes differences`,
      options: { force: true },
    },
  ],
};

interface Words {
  readonly label: string;
  readonly target: string;
  readonly now: string;
  readonly nowThere: string;
  readonly more: string;
}
const importWords = (name: string): Words => ({
  label: $localize`Import`,
  target: $localize`Import from ${name}:backend:`,
  now: $localize`Import now`,
  nowThere: $localize`Import now from ${name}:backend:`,
  more: $localize`More ways to import from ${name}:backend:`,
});
const exportWords = (name: string): Words => ({
  label: $localize`Export`,
  target: $localize`Export to ${name}:backend:`,
  now: $localize`Export now`,
  nowThere: $localize`Export now to ${name}:backend:`,
  more: $localize`More ways to export to ${name}:backend:`,
});

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
  protected readonly isImport = computed(() => this.direction() === 'import');
  protected readonly words = computed((): Words => {
    const name = this.backend().name;
    return this.isImport() ? importWords(name) : exportWords(name);
  });
  protected readonly choices = computed(() => CHOICES[this.direction()]);
  protected readonly mode = computed(() => {
    if (this.direction() === 'import') return IMPORT_MODE_TEXT[importMode(this.backend())];
    return this.state().enabled ? $localize`Writes changes` : $localize`Writes nothing`;
  });
  protected readonly isPossible = computed(() =>
    this.direction() === 'import' ? importMode(this.backend()) !== 'off' : this.state().enabled,
  );
}
