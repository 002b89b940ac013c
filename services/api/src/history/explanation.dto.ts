import { ApiSchema } from '@nestjs/swagger';
import { Flag, Shown, ShownChoice, ShownNumber, ShownText, ShownTime } from '../http/fields.js';
import { PlayStateDto } from '../runs/runs.dto.js';

export const STORY_KINDS = [
  'seen',
  'decided',
  'refused',
  'planned',
  'written',
  'skipped',
  'failed',
  'marked',
  'undone',
  'conflict',
] as const;
export type StoryKind = (typeof STORY_KINDS)[number];

@ApiSchema({ name: 'StoryEntry' })
export class StoryEntryDto {
  @ShownTime()
  readonly at: string;

  @ShownChoice({ values: STORY_KINDS, name: 'StoryKind' })
  readonly kind: StoryKind;

  @ShownText({ description: 'The backend, or who else it was.' })
  readonly source: string;

  @Shown({ type: PlayStateDto, nullable: true })
  readonly before: PlayStateDto | null;

  @Shown({ type: PlayStateDto, nullable: true })
  readonly after: PlayStateDto | null;

  @ShownText({ nullable: true, description: 'The rule that decided.' })
  readonly rule: string | null;

  @ShownText({ description: 'For a person.' })
  readonly sentence: string;

  @ShownText({ nullable: true })
  readonly run_id: string | null;

  @ShownNumber({ nullable: true, description: 'Of an entry of the ledger.' })
  readonly change_id: number | null;

  @Flag({ description: 'Whether this change can be taken back.' })
  readonly can_undo: boolean;
}

@ApiSchema({ name: 'BackendStanding' })
export class BackendStandingDto {
  @ShownText()
  readonly backend: string;

  @Shown({ type: PlayStateDto, nullable: true, description: 'What it showed when it was last looked at.' })
  readonly shows: PlayStateDto | null;

  @ShownTime({ nullable: true })
  readonly seen_at: string | null;

  @Flag({ description: 'Whether it is believed to agree with our truth.' })
  readonly in_step: boolean;

  @ShownText({ nullable: true, description: 'The rule by which what it shows counts.' })
  readonly rule: string | null;

  @ShownText({ description: 'What it shows and why the truth is as it is, for a person.' })
  readonly sentence: string;

  @ShownText({ description: 'What an export would do now, or why not.' })
  readonly next: string;

  @ShownText({ description: 'The rule behind `next`.' })
  readonly next_rule: string;
}

@ApiSchema({ name: 'Explanation' })
export class ExplanationDto {
  @ShownNumber()
  readonly id: number;

  @Shown({ type: PlayStateDto, description: 'What is held as the truth.' })
  readonly truth: PlayStateDto;

  @Shown({ type: [StoryEntryDto], description: 'The newest last.' })
  readonly story: readonly StoryEntryDto[];

  @Shown({ type: [BackendStandingDto] })
  readonly backends: readonly BackendStandingDto[];
}
