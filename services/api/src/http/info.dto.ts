import { ApiSchema } from '@nestjs/swagger';
import { Shown, ShownNumber, ShownText } from './fields.js';

@ApiSchema({ name: 'InfoText' })
export class InfoTextDto {
  @ShownNumber({ description: 'The HTTP status.' })
  readonly code: number;

  @ShownText({ description: 'For a person.' })
  readonly message: string;
}

/** What was done, where there is nothing else to show (rest-api.md 1.4). */
@ApiSchema({ name: 'InfoEnvelope' })
export class InfoDto {
  @Shown({ type: InfoTextDto })
  readonly info: InfoTextDto;
}

type Info = { readonly info: { readonly code: number; readonly message: string } };

export const info = (message: string, code = 200): Info => ({ info: { code, message } });
