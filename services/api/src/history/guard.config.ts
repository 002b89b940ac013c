import { IsInt, Max, Min } from 'class-validator';

/** The guard as the workers have it, for what a person marks in bulk (contract 5.8). */
export class GuardConfig {
  @IsInt()
  @Min(0)
  readonly WS_GUARD_MAX_CHANGES: number = 25;

  @Min(0)
  @Max(100)
  readonly WS_GUARD_MAX_PERCENT: number = 2;
}
