import { Check, Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** The inbox: a delivery is committed here before it is answered (contract 6.1). Secrets are removed before. */
@Entity('webhook_delivery')
@Unique('webhook_delivery_key', ['deliveryKey'])
@Index('webhook_delivery_waiting', ['id'], { where: `status = 'received'` })
@Check('webhook_delivery_type', `type IN ('plex', 'jellyfin', 'emby')`)
@Check('webhook_delivery_status', `status IN ('received', 'handled')`)
export class WebhookDeliveryRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  @Column({ type: 'text', nullable: true })
  type: string | null;

  @Column({ type: 'text', name: 'delivery_key' })
  deliveryKey: string;

  @Column({ type: 'jsonb' })
  payload: unknown;

  @Column({ type: 'text', default: 'received' })
  status: string;

  @Column({ type: 'text', nullable: true })
  verdict: string | null;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ type: 'timestamptz', name: 'received_at', default: () => 'now()' })
  receivedAt: Date;

  @Column({ type: 'timestamptz', name: 'handled_at', nullable: true })
  handledAt: Date | null;
}
