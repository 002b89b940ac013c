import { ShownNumber, ShownText, ShownTexts, ShownTime } from './fields.js';

/** What a movie or an episode is, wherever it is shown. */
export class TitleDto {
  @ShownText({ description: 'Of the movie, or of the show.' })
  readonly title: string;

  @ShownNumber({ nullable: true })
  readonly year: number | null;

  @ShownNumber({ nullable: true })
  readonly season: number | null;

  @ShownNumber({ nullable: true })
  readonly episode: number | null;

  @ShownNumber({ nullable: true, description: 'Resume position, milliseconds.' })
  readonly progress: number | null;

  @ShownTexts({ description: 'Ids of the item, such as `guid_imdb`.' })
  readonly guids: Readonly<Record<string, string>>;

  @ShownTexts({ description: 'Ids of its show.' })
  readonly parent: Readonly<Record<string, string>>;
}

/** The same as one server has it. */
export class CopyDto extends TitleDto {
  @ShownText({ nullable: true })
  readonly library: string | null;

  @ShownText({ nullable: true })
  readonly path: string | null;

  @ShownTime({ nullable: true })
  readonly played_at: string | null;

  @ShownTime({ nullable: true })
  readonly added_at: string | null;
}
