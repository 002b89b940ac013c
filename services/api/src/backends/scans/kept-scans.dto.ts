import { ApiSchema } from '@nestjs/swagger';
import {
  OptionalText,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
  ShownTime,
  Text,
} from '../../http/fields.js';
import { StaleReportDto, UnmatchedDto } from './scans.dto.js';

export const SCAN_KINDS = ['unmatched', 'mismatched', 'stale'] as const;

/** A kind that there is none of is not found, since it is part of the address. */
export class ScanPath {
  @Text({ min: 1, max: 50 })
  readonly name: string;

  @Text({ min: 1, max: 50 })
  readonly kind: string;
}

export class ScanBody {
  @OptionalText(200, {
    description: "The server's id of the only library to look through; needed for stale references.",
  })
  readonly library?: string;
}

@ApiSchema({ name: 'BackendScanState' })
export class ScanStateDto {
  @ShownChoice({ values: SCAN_KINDS, name: 'BackendScanKind' })
  readonly kind: (typeof SCAN_KINDS)[number];

  @ShownText({ nullable: true, description: "The server's id of the only library; null for all of them." })
  readonly library: string | null;

  @ShownTime({ nullable: true, description: 'Since when one is under way.' })
  readonly running_since: string | null;

  @ShownText({ nullable: true, description: 'Why the last one came to nothing.' })
  readonly failure: string | null;

  @ShownTime({ nullable: true, description: 'When the result was found.' })
  readonly completed_at: string | null;

  @ShownNumber({ nullable: true, description: 'How many it found; the first 1,000 are kept.' })
  readonly found: number | null;
}

@ApiSchema({ name: 'ScannedTitle' })
export class ScannedTitleDto extends UnmatchedDto {
  @Shown({
    type: 'number',
    required: false,
    description: 'Of a mismatch: how alike the best of its paths is.',
  })
  readonly percent?: number;
}

@ApiSchema({ name: 'BackendScan' })
export class BackendScanDto extends ScanStateDto {
  @Shown({ type: [ScannedTitleDto], description: 'What a scan for unmatched or mismatched titles found.' })
  readonly titles: readonly ScannedTitleDto[];

  @Shown({ type: StaleReportDto, nullable: true, description: 'What a scan for stale references found.' })
  readonly stale: StaleReportDto | null;
}
