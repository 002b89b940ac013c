import { Service, inject } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import { firstValueFrom } from 'rxjs';

/** Short messages at the foot of the page; a screen reader hears them too. */
@Service()
export class Notices {
  private readonly bar = inject(MatSnackBar);

  say(text: string): void {
    this.bar.open(text, $localize`Close`, { duration: 6_000 });
  }

  /** Says something that a person may want to act on; true when they did. */
  async offer(text: string, action: string): Promise<boolean> {
    const shown = this.bar.open(text, action, { duration: 9_000 });
    return (await firstValueFrom(shown.afterDismissed())).dismissedByAction;
  }

  /** A failure stays until it is read. */
  warn(text: string): void {
    this.bar.open(text, $localize`Close`, { politeness: 'assertive', panelClass: 'is-bad' });
  }
}
