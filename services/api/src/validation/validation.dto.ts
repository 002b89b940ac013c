import { ApiSchema } from '@nestjs/swagger';
import { OptionalFlag } from '../http/fields.js';

@ApiSchema({ name: 'ValidationOptions' })
export class ValidationOptionsDto {
  @OptionalFlag({ description: 'Only count.' })
  readonly dry_run?: boolean;

  @OptionalFlag({ description: 'Also where more of a library seems gone than the guard lets pass.' })
  readonly force?: boolean;
}
