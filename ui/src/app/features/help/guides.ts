import type { IconName } from '../../shared/icon/icon.js';

export interface Guide {
  readonly slug: string;
  readonly title: string;
  readonly about: string;
  readonly icon: IconName;
}

/** The guides in the order in which a new person needs them. */
export const GUIDES: readonly Guide[] = [
  {
    slug: 'one-way-sync',
    title: $localize`One-way sync`,
    about: $localize`One server is right; the others follow it. The place to begin.`,
    icon: 'arrowOut',
  },
  {
    slug: 'two-way-sync',
    title: $localize`Two-way sync`,
    about: $localize`All servers tell each other what was watched.`,
    icon: 'refresh',
  },
  {
    slug: 'webhooks',
    title: $localize`Webhooks`,
    about: $localize`Let a server ring as soon as somebody has watched something.`,
    icon: 'hook',
  },
  {
    slug: 'sub-users',
    title: $localize`Several people`,
    about: $localize`Keep the play states of everybody in the house, each for themselves.`,
    icon: 'people',
  },
  {
    slug: 'decisions',
    title: $localize`How it decides`,
    about: $localize`Why an item is watched or not, what the guard is, and how to take things back.`,
    icon: 'scale',
  },
  {
    slug: 'backups',
    title: $localize`Backups`,
    about: $localize`Files with the play states of a backend: make, keep, restore.`,
    icon: 'archive',
  },
  {
    slug: 'questions',
    title: $localize`Questions and answers`,
    about: $localize`When something is not as expected.`,
    icon: 'help',
  },
];
