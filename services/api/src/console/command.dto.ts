import { ApiSchema } from '@nestjs/swagger';
import { RUN_STATUSES, type RunStatus } from '#libs/database';
import {
  OptionalFlag,
  OptionalNumber,
  OptionalText,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
  ShownTime,
  Text,
} from '../http/fields.js';
import { LONGEST_COMMAND_S } from './command-desk.js';

const STATUSES = { values: RUN_STATUSES, name: 'RunStatus' };

@ApiSchema({ name: 'CommandOrder' })
export class CommandOrderDto {
  @Text(
    { min: 1, max: 8_000 },
    { description: 'A line such as `state:import -v -u main`. There is no shell.' },
  )
  readonly command: string;

  @OptionalText(1_000, { description: 'Accepted and left aside: commands know no folder.' })
  readonly cwd?: string;

  @OptionalNumber({ min: 1, max: LONGEST_COMMAND_S }, { description: 'Seconds after which it is stopped.' })
  readonly timeout?: number;

  @OptionalFlag({ description: 'Colours in what it prints.' })
  readonly force_color?: boolean;

  @OptionalFlag({ description: 'Accepted and left aside: there is no terminal.' })
  readonly pty?: boolean;
}

@ApiSchema({ name: 'CommandReceipt' })
export class CommandReceiptDto {
  @ShownText({ description: 'Its run, its event, and the name of its output.' })
  readonly token: string;

  @ShownText({ description: 'Where its output is.' })
  readonly tracking: string;

  @ShownTime({ description: 'Until when the output is kept at least.' })
  readonly expires: string;
}

@ApiSchema({ name: 'CommandRun' })
export class CommandRunDto {
  @ShownText({ description: 'Its run, its event and its token.' })
  readonly token: string;

  @ShownText()
  readonly command: string;

  @ShownText({ nullable: true })
  readonly task: string | null;

  @ShownText({ description: 'Who asked for it.' })
  readonly asked_by: string;

  @ShownChoice(STATUSES)
  readonly status: RunStatus;

  @ShownNumber({ nullable: true })
  readonly exit_code: number | null;

  @ShownNumber({ description: 'Number of the last line that it printed.' })
  readonly last_sequence: number;

  @ShownTime()
  readonly created_at: string;

  @ShownTime({ nullable: true })
  readonly started_at: string | null;

  @ShownTime({ nullable: true })
  readonly finished_at: string | null;

  @ShownTime({ nullable: true, description: 'Not before.' })
  readonly due_at: string | null;

  @ShownTime({ nullable: true, description: 'Until when its output can be read.' })
  readonly available_until: string | null;

  @ShownNumber({ description: 'Who follows it here and now.' })
  readonly connections: number;
}

@ApiSchema({ name: 'CommandRunList' })
export class CommandRunListDto {
  @Shown({ type: [CommandRunDto] })
  readonly items: readonly CommandRunDto[];
}

@ApiSchema({ name: 'CommandOption' })
export class CommandOptionDto {
  @ShownText()
  readonly name: string;

  @ShownText({ nullable: true })
  readonly short: string | null;

  @ShownText()
  readonly description: string;

  @ShownText({ description: 'flag, text, texts (may be repeated), choice or number.' })
  readonly kind: string;

  @Shown({ type: [String], nullable: true, description: 'Of a choice.' })
  readonly values: readonly string[] | null;

  @ShownText({ nullable: true, description: 'What its values are names of.' })
  readonly suggests: string | null;
}

@ApiSchema({ name: 'CommandDescription' })
export class CommandDescriptionDto {
  @ShownText()
  readonly name: string;

  @ShownText()
  readonly summary: string;

  @ShownText()
  readonly usage: string;

  @Shown({ type: [String] })
  readonly aliases: readonly string[];

  @Shown({ type: [String] })
  readonly examples: readonly string[];

  @Shown({ type: [CommandOptionDto] })
  readonly options: readonly CommandOptionDto[];
}

@ApiSchema({ name: 'CommandDescriptionList' })
export class CommandDescriptionListDto {
  @Shown({ type: [CommandDescriptionDto] })
  readonly items: readonly CommandDescriptionDto[];

  @Shown({ type: [CommandOptionDto], description: 'What every command accepts.' })
  readonly common: readonly CommandOptionDto[];
}

@ApiSchema({ name: 'CommandMessage' })
export class CommandMessageDto {
  @ShownText()
  readonly message: string;
}

@ApiSchema({ name: 'CommandLine' })
export class CommandLineDto {
  @ShownNumber()
  readonly sequence: number;

  @ShownChoice({ values: ['out', 'err'] })
  readonly type: 'out' | 'err';

  @ShownText()
  readonly text: string;
}

@ApiSchema({ name: 'CommandOutput' })
export class CommandOutputDto {
  @Shown({ type: [CommandLineDto] })
  readonly lines: readonly CommandLineDto[];
}

export class SuggestQuery {
  @OptionalText(4_000, { description: 'As far as it is typed; the last word may be half of one.' })
  readonly line: string = '';
}

@ApiSchema({ name: 'Suggestions' })
export class SuggestionsDto {
  @Shown({ type: [String], description: 'What can stand in place of the last word.' })
  readonly items: readonly string[];
}
