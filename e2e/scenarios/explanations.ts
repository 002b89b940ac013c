import { expect, it } from 'vitest';
import type { StoryBook } from '../harness/index.js';

interface Entry {
  readonly kind: string;
  readonly source: string;
  readonly rule: string | null;
  readonly sentence: string;
  readonly at: string;
  readonly change_id: number | null;
}

/** Rules that no observation stands behind. */
const OF_A_PERSON = new Set(['marked', 'undone']);

/** Scenario 173, over every item whose truth changed in the rounds of a book. */
export function explanations(book: StoryBook): void {
  it('173. Explain: every change names its rule, whose observation it was and when', async () => {
    const { api } = book.stage;
    const rows = await book.stage.rows();
    let told = 0;
    for (const { id, metadata } of rows) {
      const { body } = await api.get(`history/${id}/explain`);
      const { story } = body as { readonly story: readonly Entry[] };
      for (const entry of story.filter(({ change_id: change }) => change !== null)) {
        told += 1;
        expect(entry.rule, entry.sentence).toMatch(/^[a-z-]+$/);
        expect(Date.parse(entry.at)).toBeGreaterThan(0);
        // A sentence for people, not the name of a rule that no sentence is known for.
        expect(entry.sentence).not.toContain(`(${entry.rule ?? ''})`);
        if (OF_A_PERSON.has(entry.kind)) continue;
        expect(Object.keys(metadata), entry.sentence).toContain(entry.source);
        expect(story).toContainEqual(expect.objectContaining({ kind: 'seen', source: entry.source }));
      }
    }
    expect(told).toBeGreaterThan(10);
  });
}
