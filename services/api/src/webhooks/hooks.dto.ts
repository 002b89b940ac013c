import { ApiSchema } from '@nestjs/swagger';
import { OptionalText, Shown, ShownChoice, ShownText } from '../http/fields.js';

@ApiSchema({ name: 'HookWish' })
export class HookWishDto {
  @OptionalText(512, {
    description:
      'Address of WatchState as the media server sees it, e.g. http://192.168.1.5:8080; the address of this request when absent.',
  })
  readonly webhook_url?: string;
}

@ApiSchema({ name: 'Hook' })
export class HookDto {
  @ShownChoice(
    { values: ['created', 'updated', 'unchanged', 'manual'], name: 'HookStatus' },
    { description: '`manual`: it could not be set there; the steps say how a person does it.' },
  )
  readonly status: string;

  @ShownText({ description: 'The whole address that the media server shall call. It opens the inbox only.' })
  readonly url: string;

  @ShownText({ nullable: true, description: 'Why it could not be set.' })
  readonly reason: string | null;

  @Shown({ type: [String] })
  readonly steps: readonly string[];
}
