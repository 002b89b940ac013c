import type { PlayState } from '#libs/core';
import type { DeliveryDetail, DeliveryRow, WebhookCoverage } from '#libs/database';
import type { PlayStateDto } from '../runs/runs.dto.js';
import type { CoverageDto, DeliveryDetailDto, DeliveryDto } from './deliveries.dto.js';

/** The fields alone: a class cannot be spread. */
type Fields = Omit<DeliveryDto, never>;

export const toDelivery = (row: DeliveryRow): Fields => ({
  id: row.id,
  received_at: row.receivedAt.toISOString(),
  last_at: row.lastAt.toISOString(),
  handled_at: row.handledAt?.toISOString() ?? null,
  repeats: row.repeats,
  source: row.source,
  type: row.type,
  event: row.event,
  status: row.status,
  verdict: row.verdict,
  reason: row.reason,
  targets: row.targets,
});

export const toDetail = ({ payload, changes, runs, ...row }: DeliveryDetail): DeliveryDetailDto => ({
  ...toDelivery(row),
  payload,
  changes: changes.map(({ itemId, backend, before, after, rule, at }) => ({
    item_id: itemId,
    backend,
    before: shown(before),
    after: shown(after),
    rule,
    at: at.toISOString(),
  })),
  runs,
});

export const toCoverage = ({ lastAt, ...row }: WebhookCoverage): CoverageDto => ({
  ...row,
  last_at: lastAt?.toISOString() ?? null,
  miss_rate: row.told + row.missed === 0 ? null : row.missed / (row.told + row.missed),
});

const shown = ({ watched, positionMs }: PlayState): PlayStateDto => ({ watched, position_ms: positionMs });
