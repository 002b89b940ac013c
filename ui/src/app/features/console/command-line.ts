import {
  Component,
  type ElementRef,
  computed,
  input,
  linkedSignal,
  model,
  output,
  viewChild,
} from '@angular/core';
import { type CompletionSource, type Suggestion, accept, complete } from './completion.js';

/** One line for a command: proposes what could follow, and walks through earlier commands with the arrow keys. */
@Component({
  selector: 'app-command-line',
  templateUrl: './command-line.html',
  styleUrl: './command-line.scss',
})
export class CommandLine {
  readonly line = model.required<string>();
  readonly source = input.required<CompletionSource>();
  /** Earlier commands, the newest first. */
  readonly earlier = input<readonly string[]>([]);
  readonly entered = output();

  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  /** Typing opens the list; choosing, executing and Escape close it. */
  protected readonly isOpen = linkedSignal({ source: this.source, computation: () => false });
  protected readonly found = computed(() => (this.isOpen() ? complete(this.line(), this.source()) : []));
  protected readonly at = linkedSignal({ source: this.found, computation: () => -1 });
  private recalled = -1;

  focus(): void {
    this.field().nativeElement.focus();
  }

  protected type(text: string): void {
    this.recalled = -1;
    this.line.set(text);
    this.isOpen.set(true);
  }

  protected onKey(event: KeyboardEvent): void {
    if (this.handles(event.key)) event.preventDefault();
  }

  protected take(suggestion: Suggestion): void {
    this.line.set(accept(this.line(), suggestion));
    this.isOpen.set(true);
    this.focus();
  }

  private handles(key: string): boolean {
    const chosen = this.found()[this.at()];
    switch (key) {
      case 'Enter':
        if (chosen) this.take(chosen);
        else this.enter();
        return true;
      case 'Tab':
        return this.completeFirst(chosen);
      case 'Escape':
        this.isOpen.set(false);
        return true;
      case 'ArrowDown':
      case 'ArrowUp':
        this.step(key === 'ArrowDown' ? 1 : -1);
        return true;
      default:
        return false;
    }
  }

  private enter(): void {
    this.isOpen.set(false);
    this.recalled = -1;
    this.entered.emit();
  }

  /** Tab completes while something is proposed, and moves on otherwise, as everywhere. */
  private completeFirst(chosen: Suggestion | undefined): boolean {
    const suggestion = chosen ?? this.found()[0];
    if (suggestion) this.take(suggestion);
    return suggestion !== undefined;
  }

  private step(by: number): void {
    const count = this.found().length;
    if (count > 0) this.at.update((at) => (at + by + count + (at < 0 && by < 0 ? 1 : 0)) % count);
    else this.recall(-by);
  }

  private recall(by: number): void {
    const all = this.earlier();
    this.recalled = Math.min(all.length - 1, Math.max(-1, this.recalled + by));
    this.line.set(all[this.recalled] ?? '');
  }
}
