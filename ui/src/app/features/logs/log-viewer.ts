import {
  Component,
  type ElementRef,
  afterRenderEffect,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { LogLine } from '../../core/api/schema.gen.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { LogTail } from './log-tail.js';

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** A log file as it grows, with filters over what is loaded. */
@Component({
  selector: 'app-log-viewer',
  imports: [EmptyNote, FailedNote, LoadingNote, MatButton, RouterLink],
  providers: [LogTail],
  templateUrl: './log-viewer.html',
  styleUrl: './log-viewer.scss',
})
export class LogViewer {
  readonly file = input.required<string>();

  protected readonly tail = inject(LogTail);
  private readonly box = viewChild<ElementRef<HTMLElement>>('box');
  protected readonly words = signal('');
  protected readonly level = signal('');
  protected readonly isWrapped = signal(true);
  protected readonly levels = computed(() => [
    ...new Set(this.tail.lines().flatMap(({ level }) => (level ? [level] : []))),
  ]);
  protected readonly shown = computed(() => {
    const words = this.words().toLowerCase();
    const level = this.level();
    return this.tail
      .lines()
      .filter((line) => (!level || line.level === level) && textOf(line).toLowerCase().includes(words));
  });
  protected readonly textOf = textOf;

  constructor() {
    effect(() => {
      const file = this.file();
      untracked(() => void this.tail.open(file));
    });
    afterRenderEffect(() => {
      this.shown();
      const element = this.box()?.nativeElement;
      if (element && element.scrollHeight - element.scrollTop - element.clientHeight < 200)
        element.scrollTop = element.scrollHeight;
    });
  }

  protected timeOf({ datetime }: LogLine): string {
    return datetime ? TIME.format(new Date(datetime)) : '';
  }

  protected toneOf({ level }: LogLine): string {
    const name = level?.toLowerCase() ?? '';
    if (/err|fatal|crit/.test(name)) return 'bad';
    if (name.startsWith('warn')) return 'warn';
    return name === 'notice' ? 'info' : 'quiet';
  }
}

const textOf = ({ message, exception }: LogLine): string =>
  exception ? `${message}\n${exception}` : message;
