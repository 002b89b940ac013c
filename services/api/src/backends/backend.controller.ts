import { Body, Controller, Delete, Get, Param, Patch, Put } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IdentityRecord } from '#libs/database';
import { Needs } from '../auth/scopes.js';
import { MASK } from '#libs/directory';
import { present } from '../http/present.js';
import { Refuses } from '../http/problem.dto.js';
import { ForIdentity, Identity } from '../identities/identity.js';
import { BackendEditor } from './backend-editor.js';
import { BackendChangeDto, type BackendPatch, BackendPatchPipe } from './backend-patch.js';
import { BackendRegistrar } from './backend-registrar.js';
import type { WholeBackend } from './backend-reviser.js';
import { BackendViewer } from './backend-viewer.js';
import {
  BackendDto,
  DeletedBackendDto,
  LibraryDto,
  RemovedPartsDto,
  WholeBackendDto,
} from './backends.dto.js';

@ApiTags('backends')
@ForIdentity()
@Controller('backend/:name')
export class BackendController {
  constructor(
    private readonly viewer: BackendViewer,
    private readonly editor: BackendEditor,
    private readonly registrar: BackendRegistrar,
  ) {}

  @Get()
  @ApiOperation({ summary: 'One backend' })
  @ApiOkResponse({ type: BackendDto })
  show(@Identity() identity: IdentityRecord, @Param('name') name: string): Promise<BackendDto> {
    return this.viewer.show(identity, name);
  }

  @Needs('admin')
  @Patch()
  @ApiOperation({ summary: 'Change settings; address, token and user are checked with the server first' })
  @ApiBody({ type: [BackendChangeDto] })
  @ApiOkResponse({ type: BackendDto })
  @Refuses(400, 409)
  change(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Body(BackendPatchPipe) patch: BackendPatch,
  ): Promise<BackendDto> {
    return this.editor.change(identity, name, patch);
  }

  @Needs('admin')
  @Put()
  @ApiOperation({
    summary: 'Set all of a backend but its name and type, once its server agrees',
    description: 'What is not given goes back to its default; token and user stay.',
  })
  @ApiOkResponse({ type: BackendDto })
  @Refuses(400, 409)
  replace(
    @Identity() identity: IdentityRecord,
    @Param('name') name: string,
    @Body() wanted: WholeBackendDto,
  ): Promise<BackendDto> {
    return this.editor.replace(identity, name, wholeOf(wanted));
  }

  @Needs('admin')
  @Delete()
  @ApiOperation({ summary: 'Remove a backend with all it reported' })
  @ApiOkResponse({ type: DeletedBackendDto })
  remove(@Identity() identity: IdentityRecord, @Param('name') name: string): Promise<DeletedBackendDto> {
    return this.registrar.remove(identity, name);
  }

  @Get('holdings')
  @ApiOperation({ summary: 'What would go with it' })
  @ApiOkResponse({ type: RemovedPartsDto })
  holdings(@Identity() identity: IdentityRecord, @Param('name') name: string): Promise<RemovedPartsDto> {
    return this.registrar.holdings(identity, name);
  }

  @Get('library')
  @ApiOperation({ summary: 'The libraries of its server' })
  @ApiOkResponse({ type: [LibraryDto] })
  @Refuses(409, 502)
  libraries(@Identity() identity: IdentityRecord, @Param('name') name: string): Promise<LibraryDto[]> {
    return this.viewer.libraries(identity, name);
  }
}

const wholeOf = ({ url, token, user, options, ...switches }: WholeBackendDto): WholeBackend => ({
  url: url.trim(),
  token: token === undefined || token === '' || token === MASK ? null : token,
  user: user || null,
  importEnabled: switches.import.enabled,
  exportEnabled: switches.export.enabled,
  options: present(options ?? {}),
});
