import type { Conflict, ConflictKind, ConflictStatus } from '../../core/api/schema.gen.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';

export const KIND_TEXT: Readonly<Record<ConflictKind, string>> = {
  'opposite-wishes': $localize`Opposite wishes`,
  'contradicting-ids': $localize`Contradicting ids`,
  quarantined: $localize`Kept apart`,
};

export const STATUS: Readonly<Record<ConflictStatus, { readonly text: string; readonly tone: Tone }>> = {
  open: { text: $localize`Open`, tone: 'warn' },
  resolved: { text: $localize`Resolved`, tone: 'good' },
  ignored: { text: $localize`Ignored`, tone: 'quiet' },
};

export interface Fact {
  readonly name: string;
  readonly value: string;
}

const spaced = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === null ? '–' : JSON.stringify(value);
}

/** The facts behind a conflict as lines; what is nested is shown under its path. */
export function factsOf(evidence: Conflict['evidence']): readonly Fact[] {
  return Object.entries(evidence).flatMap(([name, value]): readonly Fact[] => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return [{ name: spaced(name), value: shown(value) }];
    }
    return Object.entries(value).map(([part, inner]: [string, unknown]) => ({
      name: `${spaced(name)} › ${spaced(part)}`,
      value: shown(inner),
    }));
  });
}

export const choiceText = (conflict: Conflict): string => {
  const side = conflict.sides.find(({ side }) => side === conflict.resolution);
  return side?.text ?? (conflict.resolution === 'vanished' ? $localize`It went away by itself.` : '');
};
