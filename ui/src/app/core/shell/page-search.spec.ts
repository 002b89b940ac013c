import { TestBed } from '@angular/core/testing';
import { MatDialogRef } from '@angular/material/dialog';
import { Router, provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { show } from '../../../testing/show.js';
import { words } from '../../../testing/look.js';
import { PageSearch } from './page-search.js';

describe('the search of pages', () => {
  const close = vi.fn();
  const input = () => document.querySelector('input')!;
  const options = () => [...document.querySelectorAll('[role="option"]')].map(words);
  const write = (text: string) => {
    input().value = text;
    input().dispatchEvent(new Event('input'));
    TestBed.tick();
  };
  const key = (name: string) => {
    input().dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
    TestBed.tick();
  };

  beforeEach(() => {
    close.mockReset();
    Element.prototype.scrollIntoView = vi.fn();
    TestBed.configureTestingModule({
      providers: [provideRouter([]), { provide: MatDialogRef, useValue: { close } }],
    });
    vi.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
    const hide = show(PageSearch);
    TestBed.tick();
    return hide;
  });

  it('finds a page by a name that people know from elsewhere', () => {
    write('servers');
    expect(options()[0]).toBe('Backends');
  });

  it('goes by the keyboard alone, round at the end', () => {
    write('guide:');
    key('ArrowUp');
    const active = input().getAttribute('aria-activedescendant')!;
    expect(document.getElementById(active)?.getAttribute('aria-selected')).toBe('true');
    expect(words(document.getElementById(active)!)).toBe('Look for “guide:” in the history');
    key('Enter');
    expect(TestBed.inject(Router).navigate).toHaveBeenCalledWith(['/history'], {
      queryParams: { q: 'guide:' },
    });
    expect(close).toHaveBeenCalled();
  });
});
