import { ApiSchema } from '@nestjs/swagger';
import { Flag, OptionalFlag, OptionalOneOf, Shown, ShownNumber, ShownText } from '../http/fields.js';
import { MemberDto, PROVISION_MODES } from './identities.dto.js';

@ApiSchema({ name: 'ProvisionedIdentity' })
export class ProvisionedIdentityDto {
  @ShownText()
  readonly identity: string;

  @Shown({ type: [String] })
  readonly backends: readonly string[];

  @Shown({ type: [MemberDto] })
  readonly members: readonly MemberDto[];
}

@ApiSchema({ name: 'FailedMember' })
export class FailedMemberDto {
  @ShownText()
  readonly identity: string;

  @ShownText()
  readonly backend: string;

  @ShownText()
  readonly message: string;
}

@ApiSchema({ name: 'Provisioned' })
export class ProvisionedDto {
  @OptionalOneOf({ values: PROVISION_MODES, name: 'ProvisionMode' })
  readonly mode: (typeof PROVISION_MODES)[number];

  @Flag()
  readonly dry_run: boolean;

  @ShownNumber()
  readonly count: number;

  @Shown({ type: [ProvisionedIdentityDto] })
  readonly identities: readonly ProvisionedIdentityDto[];

  @Shown({
    type: [FailedMemberDto],
    description: 'Accounts that could not be taken in, and why; the others were.',
  })
  readonly failed: readonly FailedMemberDto[];

  @Shown({ type: [String], description: 'Identities that were removed first.' })
  readonly removed: readonly string[];
}

@ApiSchema({ name: 'SyncedBackend' })
export class SyncedBackendDto {
  @ShownText()
  readonly identity: string;

  @ShownText()
  readonly backend: string;

  @ShownText({ nullable: true })
  readonly source_backend: string | null;

  @ShownText({ nullable: true, description: 'Why it was left alone or failed.' })
  readonly reason: string | null;
}

@ApiSchema({ name: 'SyncBackends' })
export class SyncBackendsDto {
  @OptionalFlag()
  readonly dry_run?: boolean;
}

@ApiSchema({ name: 'SyncedBackends' })
export class SyncedBackendsDto {
  @Flag()
  readonly dry_run: boolean;

  @ShownNumber()
  readonly updated_count: number;

  @ShownNumber()
  readonly skipped_count: number;

  @ShownNumber()
  readonly failed_count: number;

  @Shown({ type: [SyncedBackendDto] })
  readonly updated: readonly SyncedBackendDto[];

  @Shown({ type: [SyncedBackendDto] })
  readonly skipped: readonly SyncedBackendDto[];

  @Shown({ type: [SyncedBackendDto] })
  readonly failed: readonly SyncedBackendDto[];
}
