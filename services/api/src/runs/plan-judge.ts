import { Injectable } from '@nestjs/common';
import { type PlanChoice, RunPlans, Runs, type RunRecord } from '#libs/database';
import { Logger } from '#libs/runtime';
import { type ApiProblem, conflict, invalid, missing } from '../http/api-problem.js';
import type { PlanOverviewDto, PlanSelectionDto } from './plan.dto.js';

/** What a person says about some rows of a plan, or groups of them, instead of all of it. */
@Injectable()
export class PlanJudge {
  constructor(
    private readonly runs: Runs,
    private readonly plans: RunPlans,
    private readonly logger: Logger,
  ) {}

  async overview(id: string): Promise<PlanOverviewDto> {
    await this.find(id);
    const groups = await this.plans.groups(id);
    return { planned: groups.reduce((sum, { count }) => sum + count, 0), groups };
  }

  /** What a selection would come to, before anybody decides. */
  async weigh(id: string, selection: PlanSelectionDto): Promise<PlanOverviewDto> {
    const run = await this.find(id);
    if (!isSelective(selection)) return this.overview(id);
    const choice = await this.checked(run, selection);
    if (!choice) throw conflict('wrong-state', 'The run does not wait for a decision, or no longer.');
    return { planned: choice.chosen.length, groups: await this.plans.groups(id, rowsOf(selection)) };
  }

  /** Refuses a decision on the whole plan when it is of another size than the one that was looked at. */
  async expect(id: string, expected: number): Promise<void> {
    const { status } = await this.find(id);
    if (status !== 'awaiting_approval') return;
    const { planned } = await this.overview(id);
    if (planned !== expected) throw planChanged({ what: 'plan', planned, expected });
  }

  /** Only these go on; all others are rejected in the same step. Null when the run does not wait. */
  async approve(id: string, selection: PlanSelectionDto): Promise<RunRecord | null> {
    const run = await this.find(id);
    const chosen = await this.checked(run, selection);
    const done = chosen && (await this.plans.approveRows(run, rowsOf(selection)));
    if (!done) return null;
    this.logger.info('run approved in part', {
      run: id,
      approved: done.chosen.length,
      rejected: done.rest.length,
    });
    return this.runs.get(id);
  }

  /** These are rejected, the others go on waiting. `'all'` when none would be left to wait. */
  async reject(id: string, selection: PlanSelectionDto): Promise<RunRecord | 'all' | null> {
    const run = await this.find(id);
    const choice = await this.checked(run, selection);
    if (!choice) return null;
    if (choice.rest.length === 0) return 'all';
    const done = await this.plans.rejectRows(run, rowsOf(selection));
    if (!done) return null;
    this.logger.info('run rejected in part', {
      run: id,
      rejected: done.chosen.length,
      left: done.rest.length,
    });
    return this.runs.get(id);
  }

  /** What the selection comes to now; a plan does not grow while it waits, so it holds until the decision. */
  private async checked(run: RunRecord, selection: PlanSelectionDto): Promise<PlanChoice | null> {
    if (run.status !== 'awaiting_approval') return null;
    const choice = await this.plans.choose(run.id, rowsOf(selection));
    const problem = problemOf(choice, selection);
    if (problem) throw problem;
    return choice;
  }

  private async find(id: string): Promise<RunRecord> {
    const run = await this.runs.find(id);
    if (!run) throw missing('run', id);
    return run;
  }
}

/** Whether somebody named rows at all; without any, the whole plan is meant. */
export const isSelective = (selection: PlanSelectionDto | undefined): selection is PlanSelectionDto =>
  selection?.changes !== undefined || selection?.groups !== undefined;

const rowsOf = ({ changes = [], groups = [] }: PlanSelectionDto) => ({ ids: changes, groups });

function problemOf(
  { chosen, rest }: PlanChoice,
  { changes = [], groups = [], expected }: PlanSelectionDto,
): ApiProblem | null {
  const empty = groups.findIndex((group) => Object.values(group).every((value) => value === undefined));
  if (empty >= 0)
    return invalid([
      { field: `groups.${empty}`, message: 'Name a backend, a direction, a type or a library.' },
    ]);
  const planned = new Set([...chosen, ...rest]);
  const strangers = changes.filter((change) => !planned.has(change));
  if (strangers.length > 0)
    return invalid([
      {
        field: 'changes',
        message: `These are not, or no longer, planned changes of this run: ${strangers.slice(0, 10).join(', ')}.`,
      },
    ]);
  if (chosen.length === 0)
    return invalid([{ field: 'groups', message: 'No planned change of this run fits any of these groups.' }]);
  if (expected !== undefined && expected !== chosen.length)
    return planChanged({ what: 'selection', planned: chosen.length, expected });
  return null;
}

const planChanged = ({
  what,
  planned,
  expected,
}: {
  readonly what: 'plan' | 'selection';
  readonly planned: number;
  readonly expected: number;
}): ApiProblem =>
  conflict(
    'plan-changed',
    `The ${what} is of ${planned} changes now, not of ${expected}. Look at the plan again.`,
    { planned },
  );
