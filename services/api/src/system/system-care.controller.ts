import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CleanSlate, Upkeep } from '#libs/database';
import { CacheKeys } from '#libs/queue';
import { Needs } from '../auth/scopes.js';
import { conflict } from '../http/api-problem.js';
import { info } from '../http/info.dto.js';
import { Refuses } from '../http/problem.dto.js';
import { Pruner } from './pruner.js';
import { ReportWriter } from './report-writer.js';
import {
  ClearedCacheDto,
  IndexOrderDto,
  IndexReportDto,
  IndexResultDto,
  PruneOrderDto,
  PruneResultDto,
  ReportDto,
  ResetOrderDto,
  ResetResultDto,
} from './system-care.dto.js';

@ApiTags('system')
@Needs('admin')
@Controller('system')
export class SystemCareController {
  constructor(
    private readonly reports: ReportWriter,
    private readonly pruner: Pruner,
    private readonly cache: CacheKeys,
    private readonly slate: CleanSlate,
    private readonly upkeep: Upkeep,
  ) {}

  @Get('report')
  @ApiOperation({ summary: 'Facts for somebody who helps, without secrets and host names' })
  @ApiOkResponse({ type: ReportDto })
  report(): Promise<ReportDto> {
    return this.reports.write();
  }

  @Post('prune')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Remove what is past its time, or count it; `GET prune` says what there is',
  })
  @ApiOkResponse({ type: PruneResultDto })
  @Refuses(400)
  async prune(@Body() { names, dry_run = false }: PruneOrderDto): Promise<PruneResultDto> {
    return { dry_run, pruned: await this.pruner.prune({ names: names ?? null, dryRun: dry_run }) };
  }

  @Delete('cache')
  @ApiOperation({ summary: 'Empty the cache; queues and everything stored stay' })
  @ApiOkResponse({ type: ClearedCacheDto })
  @Refuses(503)
  async clearCache(): Promise<ClearedCacheDto> {
    const removed = await this.cache.clear();
    return { ...info(`The cache is empty; it had ${removed} keys.`), removed };
  }

  @Delete('reset')
  @ApiOperation({
    summary: 'Forget every play state and every delivery, of all persons',
    description:
      'Persons, backends, settings, accounts and the audit trail stay. The next import reads everything anew.',
  })
  @ApiOkResponse({ type: ResetResultDto })
  @Refuses(400, 409)
  async reset(@Body() _order: ResetOrderDto): Promise<ResetResultDto> {
    if (!(await this.slate.make()))
      throw conflict('runs-active', 'A run is under way or waits for approval. End it first.');
    return { message: 'Every play state is forgotten. Start an import to read them anew.' };
  }

  @Get('indexes')
  @ApiOperation({ summary: 'The indexes of the database: broken, missing, and how much they are used' })
  @ApiOkResponse({ type: IndexReportDto })
  async inspectIndexes(): Promise<IndexReportDto> {
    const [indexes, missing] = await Promise.all([this.upkeep.indexes(), this.upkeep.missingIndexes()]);
    return {
      indexes: indexes.map(({ name, table, isValid, size }) => ({
        name,
        table,
        valid: isValid,
        bytes: size,
      })),
      missing,
    };
  }

  @Post('indexes')
  @HttpCode(200)
  @ApiOperation({ summary: 'Build broken indexes anew, and refresh the statistics' })
  @ApiOkResponse({ type: IndexResultDto })
  @Refuses(400)
  async refreshIndexes(@Body() { force_reindex: all = false }: IndexOrderDto): Promise<IndexResultDto> {
    const due = (await this.upkeep.indexes())
      .filter(({ isValid }) => all || !isValid)
      .map(({ name }) => name);
    for (const name of due) await this.upkeep.reindex(name);
    await this.upkeep.analyze();
    return { rebuilt: due };
  }
}
