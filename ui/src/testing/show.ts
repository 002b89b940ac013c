import type { Type } from '@angular/core';
import { TestBed } from '@angular/core/testing';

/** Puts a page on the document, with what its route would give it; the answer takes it away again. */
export function show(page: Type<unknown>, inputs: Readonly<Record<string, unknown>> = {}): () => void {
  const fixture = TestBed.createComponent(page);
  Object.entries(inputs).forEach(([name, value]) => fixture.componentRef.setInput(name, value));
  const element = fixture.nativeElement as HTMLElement;
  document.body.append(element);
  return () => element.remove();
}
