import { ApiSchema } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Shown, ShownText, Text } from '../http/fields.js';

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

@ApiSchema({ name: 'NewIdentity' })
export class NewIdentityDto {
  @Text({ min: 1, max: 64 }, { description: 'Letters, digits and _; kept in lower case.' })
  @Matches(/^[a-z_0-9]+$/i, { message: '$property may hold letters a-z, digits and _ only' })
  readonly identity: string;
}
