import { computed, signal } from '@angular/core';
import type { CountedPlanGroup, PlanSelection } from '../../../core/api/schema.gen.js';

/** One group, by which it is told from the others. */
export const groupKey = ({ backend, direction, type, library }: CountedPlanGroup): string =>
  JSON.stringify([backend, direction, type, library]);

/** What of a plan a person has ticked: rows, and whole groups. */
export class PlanChoice {
  private readonly chosenRows = signal<ReadonlySet<number>>(new Set());
  private readonly chosenGroups = signal<ReadonlyMap<string, CountedPlanGroup>>(new Map());
  readonly rows = this.chosenRows.asReadonly();
  readonly isEmpty = computed(() => this.chosenRows().size === 0 && this.chosenGroups().size === 0);

  hasGroup(group: CountedPlanGroup): boolean {
    return this.chosenGroups().has(groupKey(group));
  }

  tickGroup(group: CountedPlanGroup, isOn: boolean): void {
    this.chosenGroups.update((before) => {
      const after = new Map(before);
      if (isOn) after.set(groupKey(group), group);
      else after.delete(groupKey(group));
      return after;
    });
  }

  tickRows(ids: readonly number[], isOn: boolean): void {
    this.chosenRows.update((before) => {
      const after = new Set(before);
      for (const id of ids) {
        if (isOn) after.add(id);
        else after.delete(id);
      }
      return after;
    });
  }

  clear(): void {
    this.chosenRows.set(new Set());
    this.chosenGroups.set(new Map());
  }

  /** As the API takes it; nothing at all means the whole plan. */
  selection(): PlanSelection {
    const rows = [...this.chosenRows()];
    const groups = [...this.chosenGroups().values()].map(({ backend, direction, type, library }) => ({
      direction,
      type,
      ...(backend === null ? {} : { backend }),
      ...(library === null ? {} : { library }),
    }));
    return {
      ...(rows.length > 0 ? { changes: rows } : {}),
      ...(groups.length > 0 ? { groups } : {}),
    };
  }
}
