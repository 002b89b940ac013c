import { Readable } from 'node:stream';
import { Injectable, type PipeTransform, StreamableFile } from '@nestjs/common';
import type { HealthReport, IdentityRecord } from '#libs/database';
import { invalid } from '../http/api-problem.js';
import { HealthAuditor } from './health-auditor.js';
import type { HealthItemDto, HealthItemsQuery, HealthReportDto } from './health.dto.js';

export const EXPORT_FORMATS = ['json', 'markdown', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

@Injectable()
export class ExportFormatPipe implements PipeTransform<string, ExportFormat> {
  transform(text: string): ExportFormat {
    const found = EXPORT_FORMATS.find((format) => format === text);
    if (found) return found;
    throw invalid([{ field: 'format', message: `Must be one of ${EXPORT_FORMATS.join(', ')}.` }]);
  }
}

const PAGE = 500;

/** How a report is written: before, each item, after. */
interface Form {
  readonly type: string;
  readonly ending: string;
  head(report: HealthReportDto): string;
  row(item: HealthItemDto, isFirst: boolean): string;
  readonly tail: string;
}

const COLUMNS = ['state_id', 'type', 'title', 'year', 'season', 'episode', 'status', 'severity'] as const;
const LISTS = ['reasons', 'backends'] as const;
const NAMES: readonly string[] = [...COLUMNS, ...LISTS];

const cellsOf = (item: HealthItemDto): readonly string[] => [
  ...COLUMNS.map((key) => String(item[key] ?? '')),
  ...LISTS.map((key) => item[key].join('; ')),
];

/** A leading sign would be a formula to a spreadsheet. */
const csvCell = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
const markdownCell = (text: string): string =>
  text.replaceAll(/[|\\]/g, String.raw`\$&`).replaceAll(/\s+/g, ' ');
const markdownRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

const FORMS: Readonly<Record<ExportFormat, Form>> = {
  json: {
    type: 'application/json; charset=utf-8',
    ending: 'json',
    head: (report) => `{"report":${JSON.stringify(report)},"items":[`,
    row: (item, isFirst) => `${isFirst ? '' : ','}\n${JSON.stringify(item)}`,
    tail: '\n]}\n',
  },
  csv: {
    type: 'text/csv; charset=utf-8',
    ending: 'csv',
    head: () => `${NAMES.join(',')}\r\n`,
    row: (item) => `${cellsOf(item).map(csvCell).join(',')}\r\n`,
    tail: '',
  },
  markdown: {
    type: 'text/markdown; charset=utf-8',
    ending: 'md',
    head: ({ generated_at, summary }) =>
      `# Media health\n\n${generated_at}: ${summary.actionable_count} of ${summary.total} records need a look.\n\n` +
      markdownRow(NAMES) +
      markdownRow(NAMES.map(() => '---')),
    row: (item) => markdownRow(cellsOf(item).map(markdownCell)),
    tail: '',
  },
};

/** The newest report as a file, written page by page. */
@Injectable()
export class HealthExporter {
  constructor(private readonly auditor: HealthAuditor) {}

  async file(identity: IdentityRecord, format: ExportFormat): Promise<StreamableFile> {
    const form = FORMS[format];
    const report = await this.auditor.newest(identity);
    const day = report.generatedAt.toISOString().slice(0, 10);
    return new StreamableFile(Readable.from(this.lines(report, form)), {
      type: form.type,
      disposition: `attachment; filename="media-health.${day}.${form.ending}"`,
    });
  }

  private async *lines(of: HealthReport, form: Form): AsyncGenerator<string> {
    let isFirst = true;
    for (let page = 1; ; page += 1) {
      const { report, items } = await this.auditor.page(of, pageAt(page));
      if (page === 1) yield form.head(report);
      for (const item of items) {
        yield form.row(item, isFirst);
        isFirst = false;
      }
      if (items.length < PAGE) break;
    }
    yield form.tail;
  }
}

const pageAt = (page: number): HealthItemsQuery => ({ page, perpage: PAGE });
