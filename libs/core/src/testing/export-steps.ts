import type { ExportRule, ExportStep, SkipReason } from '../export-plan.js';

/** Steps of an export, as a table of cases names them. */
export const write = (rule: ExportRule, watched: boolean, positionMs = 0): ExportStep => ({
  kind: 'write',
  rule,
  state: { watched, positionMs },
});
export const skip = (because: SkipReason): ExportStep => ({ kind: 'skip', because });
export const importFirst: ExportStep = { kind: 'import-first' };
