import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Flag, Shown, ShownText } from '../http/fields.js';
import { MemberDto, PeopleGroupDto } from './identities.dto.js';

@ApiSchema({ name: 'OldMapping' })
export class OldMappingDto {
  @ApiProperty({ type: Number, description: '1.5 or newer.' })
  readonly version: number;

  @ApiProperty({
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          replace_with: { type: 'string' },
          options: { type: 'object', additionalProperties: true },
        },
      },
    },
    description: 'A person each: the name of the account on each backend.',
  })
  readonly map: readonly object[];
}

@ApiSchema({ name: 'OldMappingPreview' })
export class OldMappingPreviewDto {
  @Flag()
  readonly has_users: boolean;

  @Flag()
  readonly has_mapper: boolean;

  @Shown({ type: [PeopleGroupDto] })
  readonly matched: readonly PeopleGroupDto[];

  @Shown({ type: [MemberDto] })
  readonly unmatched: readonly MemberDto[];

  @ShownText({ description: 'Until when the lists of users are remembered.' })
  readonly expires: string;
}

@ApiSchema({ name: 'User' })
export class UserDto {
  @ShownText()
  readonly user: string;

  @Shown({ type: [String] })
  readonly backends: readonly string[];
}

@ApiSchema({ name: 'UserList' })
export class UserListDto {
  @Shown({ type: [UserDto] })
  readonly users: readonly UserDto[];
}
