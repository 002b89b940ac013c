import { ApiSchema } from '@nestjs/swagger';
import {
  Flag,
  OptionalFlag,
  OptionalText,
  QueryFlag,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
  ShownTexts,
} from '../http/fields.js';

const LARGEST = 512 * 1_024;

export class ServersQuery {
  @QueryFlag({ description: 'Write the tokens, too.' })
  readonly tokens: boolean = false;
}

@ApiSchema({ name: 'ServersImport' })
export class ServersImportDto {
  @OptionalText(LARGEST, {
    description: 'The text of a servers.yaml; its backends become those of the identity of the request.',
  })
  readonly servers?: string;

  @OptionalText(200, {
    description:
      'In place of a text: a folder inside the data folder that holds the data of an older installation (config/, users/, db/), or a zip of one; `.` is the data folder itself.',
  })
  readonly folder?: string;

  @OptionalFlag({ description: 'Only tell what would be taken.' })
  readonly dry_run?: boolean;

  @OptionalFlag({ description: 'Take what can be taken although some of it cannot.' })
  readonly partial?: boolean;
}

@ApiSchema({ name: 'LeftOut' })
export class LeftOutDto {
  @ShownText()
  readonly key: string;

  @ShownText()
  readonly reason: string;
}

const OUTCOMES = { values: ['taken', 'exists', 'refused'], name: 'ServersImportOutcome' };

@ApiSchema({ name: 'ImportedBackend' })
export class ImportedBackendDto {
  @ShownText()
  readonly identity: string;

  @ShownText()
  readonly backend: string;

  @ShownChoice(OUTCOMES, { description: '`exists`: there is one of this name, which stays as it is.' })
  readonly outcome: 'taken' | 'exists' | 'refused';

  @Shown({ type: [LeftOutDto], description: 'Why it is refused.' })
  readonly problems: readonly LeftOutDto[];

  @Shown({ type: [LeftOutDto], description: 'What of it is not taken over.' })
  readonly left_out: readonly LeftOutDto[];
}

@ApiSchema({ name: 'ImportedSetting' })
export class ImportedSettingDto {
  @ShownText()
  readonly key: string;

  @ShownChoice({ values: ['taken', 'unchanged', 'left'], name: 'SettingOutcome' })
  readonly outcome: 'taken' | 'unchanged' | 'left';

  @ShownText({ nullable: true })
  readonly reason: string | null;
}

@ApiSchema({ name: 'ImportedFile' })
export class ImportedFileDto {
  @ShownText()
  readonly file: string;

  @ShownChoice({ values: ['taken', 'left'], name: 'FileOutcome' })
  readonly outcome: 'taken' | 'left';

  @ShownNumber({ description: 'People, ids and links, or rules, that are taken.' })
  readonly entries: number;

  @Shown({ type: [LeftOutDto] })
  readonly left_out: readonly LeftOutDto[];
}

@ApiSchema({ name: 'ImportedHistory' })
export class ImportedHistoryDto {
  @ShownText()
  readonly identity: string;

  @ShownText()
  readonly file: string;

  @ShownChoice({ values: ['taken', 'left'], name: 'FileOutcome' })
  readonly outcome: 'taken' | 'left';

  @ShownText({ nullable: true, description: 'Why it is left, or what of it has to wait.' })
  readonly reason: string | null;

  @ShownNumber({ description: 'Movies and episodes that can be matched.' })
  readonly items: number;

  @ShownNumber()
  readonly watched: number;

  @ShownNumber()
  readonly in_progress: number;

  @ShownNumber({ description: 'Rows without an id or a number, which nothing can be matched by.' })
  readonly unusable: number;

  @ShownTexts({ description: 'The imports that take it, one for each backend that is imported from.' })
  readonly run_ids: readonly string[];
}

@ApiSchema({ name: 'ServersImported' })
export class ServersImportedDto {
  @Flag()
  readonly dry_run: boolean;

  @Shown({ type: [String], description: 'Identities that are made.' })
  readonly new_identities: readonly string[];

  @ShownNumber()
  readonly taken: number;

  @ShownNumber()
  readonly refused: number;

  @Shown({ type: [ImportedBackendDto] })
  readonly backends: readonly ImportedBackendDto[];

  @Shown({ type: [ImportedSettingDto] })
  readonly settings: readonly ImportedSettingDto[];

  @Shown({
    type: [ImportedFileDto],
    description: 'The mapping of people, the custom ids and the ignore rules.',
  })
  readonly files: readonly ImportedFileDto[];

  @Shown({ type: [ImportedHistoryDto], description: 'What each person had watched.' })
  readonly history: readonly ImportedHistoryDto[];
}
