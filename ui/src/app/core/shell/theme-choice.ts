import { Service, effect, inject, signal, DOCUMENT } from '@angular/core';
import { recall, remember } from '../browser-memory.js';

export type Theme = 'light' | 'dark' | 'system';
const KEY = 'ws.theme';

const isTheme = (value: string | null): value is Theme =>
  value === 'light' || value === 'dark' || value === 'system';

/** Light, dark or what the system says; `public/theme.js` applies the same choice before the first paint. */
@Service()
export class ThemeChoice {
  private readonly page = inject(DOCUMENT).documentElement;
  private readonly chosen = signal<Theme>(readTheme());
  readonly current = this.chosen.asReadonly();

  constructor() {
    effect(() => {
      const theme = this.chosen();
      if (theme === 'system') delete this.page.dataset['theme'];
      else this.page.dataset['theme'] = theme;
    });
  }

  choose(theme: Theme): void {
    this.chosen.set(theme);
    remember(KEY, theme);
  }
}

function readTheme(): Theme {
  const stored = recall(KEY);
  return isTheme(stored) ? stored : 'system';
}
