import { ApiSchema } from '@nestjs/swagger';
import { Shown, ShownText } from '../http/fields.js';

@ApiSchema({ name: 'Identity' })
export class IdentityDto {
  @ShownText()
  readonly identity: string;

  @Shown({ type: [String], description: 'Names of its backends.' })
  readonly backends: readonly string[];
}

@ApiSchema({ name: 'IdentityList' })
export class IdentityListDto {
  @Shown({ type: [IdentityDto] })
  readonly identities: readonly IdentityDto[];
}
