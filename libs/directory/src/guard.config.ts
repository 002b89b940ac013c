import { IsInt, Max, Min } from 'class-validator';
import type { GuardLimits } from '#libs/core';

/** How much a plan may turn unwatched without a person's word (contract 5.8); part of the settings of whoever asks. */
export class GuardConfig {
  @IsInt()
  @Min(0)
  readonly WS_GUARD_MAX_CHANGES: number = 25;

  /** The same as a share of the watched items. */
  @Min(0)
  @Max(100)
  readonly WS_GUARD_MAX_PERCENT: number = 2;
}

/** The limits of this moment: a change of the settings counts from the next plan on. */
export const guardLimits = (config: GuardConfig): GuardLimits => ({
  maxChanges: config.WS_GUARD_MAX_CHANGES,
  maxPercent: config.WS_GUARD_MAX_PERCENT,
});
