import { ApiSchema } from '@nestjs/swagger';
import { Flag, Shown, ShownText, ShownTime } from '../http/fields.js';

@ApiSchema({ name: 'BackendUser' })
export class BackendUserDto {
  @ShownText()
  readonly id: string;

  @ShownText()
  readonly name: string;

  @Flag()
  readonly admin: boolean;

  @ShownText({ nullable: true, description: 'A second id, where the vendor has one.' })
  readonly uuid: string | null;

  @Flag()
  readonly hidden: boolean;

  @Flag()
  readonly disabled: boolean;

  @Flag({ description: 'Needs a PIN.' })
  readonly protected: boolean;

  @Flag()
  readonly guest: boolean;

  @Flag()
  readonly restricted: boolean;

  @ShownTime({ nullable: true, description: 'When the user was last active.' })
  readonly updatedAt: string | null;

  @Shown({
    type: String,
    required: false,
    nullable: true,
    description: "Plex, when asked: the user's own token.",
  })
  readonly token?: string | null;

  @Shown({ type: String, required: false, description: 'Why there is no token.' })
  readonly token_error?: string;
}
