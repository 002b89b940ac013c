import { OptionalOneOf } from '../http/fields.js';

export class PreviewQuery {
  @OptionalOneOf({ values: ['0', '1'] }, { description: '1: ask the servers again.' })
  readonly force?: '0' | '1';

  @OptionalOneOf({ values: ['0', '1'] }, { description: '1: one account alone makes an identity, too.' })
  readonly single?: '0' | '1';
}
