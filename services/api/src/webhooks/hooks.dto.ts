import { ApiSchema } from '@nestjs/swagger';
import { Flag, OptionalText, Shown, ShownChoice, ShownText } from '../http/fields.js';

@ApiSchema({ name: 'HookWish' })
export class HookWishDto {
  @OptionalText(512, {
    description:
      'Address of WatchState as the media server sees it, e.g. http://192.168.1.5:8080; the address of this request when absent.',
  })
  readonly webhook_url?: string;
}

@ApiSchema({ name: 'HookProof' })
export class HookProofDto {
  @ShownChoice(
    { values: ['test-event', 'read-back'], name: 'HookProofKind' },
    {
      description: '`test-event`: the server was asked to call us; `read-back`: its vendor has no such call.',
    },
  )
  readonly by: string;

  @Flag()
  readonly passed: boolean;

  @ShownText({ description: 'For a person: what was seen, or what to look at.' })
  readonly note: string;
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

  @Shown({
    type: () => HookProofDto,
    nullable: true,
    description: 'How it was proved; null where it was not set.',
  })
  readonly proof: HookProofDto | null;

  @Shown({ type: [String] })
  readonly steps: readonly string[];
}
