import type { Backend, Run } from '../../core/api/schema.gen.js';
import { runTitle } from '../../core/runs/run-words.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';
import { numberText } from '../../shared/words.js';

/** One thing that a person should look at, and where. */
export interface Concern {
  readonly id: string;
  readonly tone: Tone;
  readonly label: string;
  readonly subject: string;
  readonly reason: string;
  readonly link: readonly string[];
}

const approval = (run: Run, who: string): Concern => ({
  id: `run-${run.id}`,
  tone: 'warn',
  label: $localize`Waiting for approval`,
  subject: run.identity === who ? runTitle(run) : `${runTitle(run)} (${run.identity})`,
  reason: $localize`${numberText(run.counts.unplayed)}:unplayed: items would become unwatched.`,
  link: ['/runs', run.id],
});

const trouble = ({ name, health }: Backend): Concern => ({
  id: `backend-${name}`,
  tone: 'bad',
  label: $localize`Failing`,
  subject: name,
  reason: health.message ?? $localize`It does not answer.`,
  link: ['/backends', name],
});

/** What needs a person: decisions first, since everything behind them waits, whoever is shown; then what is broken. */
export const concernsOf = (
  backends: readonly Backend[],
  waiting: readonly Run[],
  who: string,
): readonly Concern[] => [
  ...waiting.map((run) => approval(run, who)),
  ...backends.filter(({ health }) => health.status === 'failing').map(trouble),
];

/** The first steps of a new installation, ticked by what is already there. */
export interface Step {
  readonly label: string;
  readonly isDone: boolean;
  readonly link: string;
}

export function firstSteps(backends: readonly Backend[]): readonly Step[] {
  const hasImported = backends.some((backend) => backend.import.last_sync !== null);
  const hasExported = backends.some((backend) => backend.export.last_sync !== null);
  return [
    {
      label: $localize`Add the server whose play states are right`,
      isDone: backends.length > 0,
      link: '/backends/add',
    },
    { label: $localize`Import from it`, isDone: hasImported, link: '/backends' },
    { label: $localize`Add a second server`, isDone: backends.length > 1, link: '/backends/add' },
    { label: $localize`Preview and run an export to it`, isDone: hasExported, link: '/backends' },
  ];
}
