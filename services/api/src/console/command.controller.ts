import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ConsoleRuns } from '#libs/database';
import type { Request, Response } from 'express';
import { readCredentials } from '../auth/credentials.js';
import { Caller } from '../auth/principal.js';
import { Needs } from '../auth/scopes.js';
import { ApiProblem } from '../http/api-problem.js';
import { OptionalNumber } from '../http/fields.js';
import { API } from '../http/prefix.js';
import { Refuses } from '../http/problem.dto.js';
import { EventStream } from '../live/event-stream.js';
import { RunIdPipe } from '../runs/run-id.pipe.js';
import { CommandDesk } from './command-desk.js';
import { CommandRegistry } from './command-registry.js';
import { KEPT_MS, toCommandRun, toDescription, toOption } from './command-run.presenter.js';
import {
  CommandDescriptionListDto,
  CommandMessageDto,
  CommandOrderDto,
  CommandOutputDto,
  CommandReceiptDto,
  CommandRunDto,
  CommandRunListDto,
  SuggestionsDto,
  SuggestQuery,
} from './command.dto.js';
import { CommandSuggester } from './command-suggester.js';
import { COMMON } from './options.js';
import { OutputFollower } from './output-follower.js';
import { checkSignature } from './signature.js';

const SHOWN = 100;
const OUTPUT_PAGE = 1_000;

export class SinceQuery {
  @OptionalNumber(
    { min: 0, max: 1_000_000_000 },
    { description: 'As `Last-Event-ID`, for who cannot set headers.' },
  )
  readonly since?: number;
}

@ApiTags('console')
@Needs('admin')
@Controller('system/command')
export class CommandController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly runs: ConsoleRuns,
    private readonly commands: CommandRegistry,
    private readonly follower: OutputFollower,
    private readonly suggester: CommandSuggester,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Run a console command',
    description: 'In the service itself, as a run; there is no shell.',
  })
  @ApiHeader({
    name: 'X-Signature',
    required: false,
    description: '`sha256=` and the HMAC of the body under the credential.',
  })
  @ApiHeader({
    name: 'X-Sign-With',
    required: false,
    description: '`api` or `token`: which credential; both are tried.',
  })
  @ApiCreatedResponse({ type: CommandReceiptDto })
  @Refuses(400, 403, 429)
  async order(
    @Body() { command, timeout, force_color: hasColours }: CommandOrderDto,
    @Caller() askedBy: string,
    @Req() request: Request,
  ): Promise<CommandReceiptDto> {
    const { apiKeys, tokens } = readCredentials(request);
    checkSignature(request, { signature: request.get('X-Signature'), secrets: [...apiKeys, ...tokens] });
    const run = await this.desk.take({
      line: command,
      askedBy,
      ...(timeout === undefined ? {} : { timeLimit: timeout }),
      ...(hasColours === undefined ? {} : { hasColours }),
    });
    if (!run) throw new ApiProblem(409, 'command-active', 'This command is under way already.');
    return {
      token: run.id,
      tracking: `/${API}/system/command/${run.id}`,
      expires: new Date(run.createdAt.getTime() + KEPT_MS).toISOString(),
    };
  }

  @Get()
  @ApiOperation({ summary: 'Commands that wait, run, or have ended, the newest first' })
  @ApiOkResponse({ type: CommandRunListDto })
  async list(): Promise<CommandRunListDto> {
    const { runs } = await this.runs.list({ task: null, limit: SHOWN, offset: 0 });
    return { items: runs.map((run) => toCommandRun(run, this.follower.count(run.id))) };
  }

  @Get('list')
  @ApiOperation({ summary: 'The commands that there are, with what each takes' })
  @ApiOkResponse({ type: CommandDescriptionListDto })
  descriptions(): CommandDescriptionListDto {
    return { items: this.commands.commands.map(toDescription), common: Object.entries(COMMON).map(toOption) };
  }

  @Get('suggest')
  @ApiOperation({ summary: 'How a line that is being typed may go on' })
  @ApiOkResponse({ type: SuggestionsDto })
  @Refuses(400)
  async suggest(@Query() { line }: SuggestQuery): Promise<SuggestionsDto> {
    return { items: await this.suggester.suggest(line) };
  }

  @Get(':token')
  @ApiOperation({
    summary: 'What a command prints, as server-sent events',
    description:
      '`cmd`, then `data` with `{data, type: out | err}` and a number as its id, then `exit_code`, then `close`. Goes on after `Last-Event-ID`.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false })
  @ApiOkResponse({
    description: 'A stream',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @Refuses(400, 404, 503)
  async follow(
    @Param('token', RunIdPipe) token: string,
    @Query() { since }: SinceQuery,
    @Res() response: Response,
  ): Promise<void> {
    const run = await this.desk.find(token);
    const lastEventId = response.req.get('Last-Event-ID');
    const last = /^\d{1,9}$/.test(lastEventId ?? '') ? Number(lastEventId) : since;
    this.follower.follow(run, new EventStream(response), last ?? 0);
  }

  @Get(':token/state')
  @ApiOperation({ summary: 'One command' })
  @ApiOkResponse({ type: CommandRunDto })
  @Refuses(404)
  async show(@Param('token', RunIdPipe) token: string): Promise<CommandRunDto> {
    return toCommandRun(await this.desk.find(token), this.follower.count(token));
  }

  @Get(':token/output')
  @ApiOperation({
    summary: 'What a command has printed so far',
    description: 'At most 1,000 lines; ask again after the last one.',
  })
  @ApiOkResponse({ type: CommandOutputDto })
  @Refuses(400, 404)
  async output(
    @Param('token', RunIdPipe) token: string,
    @Query() { since = 0 }: SinceQuery,
  ): Promise<CommandOutputDto> {
    await this.desk.find(token);
    const lines = await this.runs.output(token, since, OUTPUT_PAGE);
    return { lines: lines.map(({ sequence, stream, text }) => ({ sequence, type: stream, text })) };
  }

  @Delete(':token')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Cancel a command',
    description: 'A waiting one ends at once, a running one is asked to stop.',
  })
  @ApiAcceptedResponse({ type: CommandMessageDto })
  @Refuses(404)
  async cancel(@Param('token', RunIdPipe) token: string): Promise<CommandMessageDto> {
    const { status } = await this.desk.cancel(token);
    return { message: status === 'running' ? 'The command is asked to stop.' : `The command is ${status}.` };
  }
}
