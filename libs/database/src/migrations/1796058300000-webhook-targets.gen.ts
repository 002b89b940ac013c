import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A delivery is settled for each backend that it is meant for, and the ledger names who brought the news. */
export class WebhookTargets1796058300000 implements MigrationInterface {
  name = 'WebhookTargets1796058300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "state_change" ADD "source" text`);
    await runner.query(`ALTER TABLE "state_change" ADD "delivery_id" bigint`);
    await runner.query(
      `CREATE INDEX "state_change_delivery" ON "state_change"  ("delivery_id") WHERE delivery_id IS NOT NULL`,
    );
    await runner.query(`ALTER TABLE "webhook_delivery" ADD "source" text NOT NULL DEFAULT 'webhook'`);
    await runner.query(`ALTER TABLE "webhook_delivery" ADD "event" text`);
    await runner.query(`ALTER TABLE "webhook_delivery" ADD "addressed_to" integer`);
    await runner.query(`ALTER TABLE "webhook_delivery" ADD "repeats" integer NOT NULL DEFAULT '0'`);
    await runner.query(
      `ALTER TABLE "webhook_delivery" ADD "last_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()`,
    );
    await runner.query(`ALTER TABLE "webhook_delivery" DROP CONSTRAINT "webhook_delivery_status"`);
    await runner.query(
      `ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_status" CHECK (status IN ('received', 'read', 'handled'))`,
    );
    await runner.query(
      `CREATE INDEX "webhook_delivery_read" ON "webhook_delivery"  ("id") WHERE status = 'read'`,
    );
    await runner.query(
      `CREATE INDEX "webhook_delivery_verdict" ON "webhook_delivery"  ("verdict", "id") `,
    );
    await runner.query(`CREATE INDEX "webhook_delivery_addressed" ON "webhook_delivery"  ("addressed_to") `);
    await runner.query(
      `CREATE TABLE "webhook_target" ("delivery_id" bigint NOT NULL, "backend_id" integer NOT NULL, "remote_id" text NOT NULL, "phase" text NOT NULL, "says" jsonb NOT NULL, "status" text NOT NULL DEFAULT 'open', "verdict" text, "reason" text, "item_id" bigint, "failures" integer NOT NULL DEFAULT '0', "next_look_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "taken_at_word_at" TIMESTAMP WITH TIME ZONE, "opened_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "settled_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "webhook_target_status" CHECK (status IN ('open', 'settled')), CONSTRAINT "webhook_target_phase" CHECK (phase IN ('moving', 'paused', 'final')), CONSTRAINT "PK_webhook_target" PRIMARY KEY ("delivery_id", "backend_id"))`,
    );
    await runner.query(`CREATE INDEX "webhook_target_item" ON "webhook_target"  ("item_id") `);
    await runner.query(
      `CREATE INDEX "webhook_target_open" ON "webhook_target"  ("next_look_at") WHERE status = 'open'`,
    );
    await runner.query(
      `CREATE INDEX "webhook_target_copy" ON "webhook_target"  ("backend_id", "remote_id", "settled_at") `,
    );
    await runner.query(
      `ALTER TABLE "webhook_delivery" ADD CONSTRAINT "FK_dad0023799e47a098ac2ae1b156" FOREIGN KEY ("addressed_to") REFERENCES "backend"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "webhook_target" ADD CONSTRAINT "FK_a1ac1cda1b63ade979ddecca633" FOREIGN KEY ("delivery_id") REFERENCES "webhook_delivery"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "webhook_target" ADD CONSTRAINT "FK_f26dbb0175d37af1a2684f7ab74" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "webhook_target" ADD CONSTRAINT "FK_2ef40e640c330208531eb3a8057" FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "webhook_target"`);
    await runner.query(`DELETE FROM "webhook_delivery" WHERE status = 'read'`);
    await runner.query(`ALTER TABLE "webhook_delivery" DROP CONSTRAINT "FK_dad0023799e47a098ac2ae1b156"`);
    await runner.query(`ALTER TABLE "webhook_delivery" DROP CONSTRAINT "webhook_delivery_status"`);
    await runner.query(
      `ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_status" CHECK (status IN ('received', 'handled'))`,
    );
    await runner.query(`DROP INDEX "public"."webhook_delivery_addressed"`);
    await runner.query(`DROP INDEX "public"."webhook_delivery_verdict"`);
    await runner.query(`DROP INDEX "public"."webhook_delivery_read"`);
    for (const column of ['last_at', 'repeats', 'addressed_to', 'event', 'source'])
      await runner.query(`ALTER TABLE "webhook_delivery" DROP COLUMN "${column}"`);
    await runner.query(`DROP INDEX "public"."state_change_delivery"`);
    await runner.query(`ALTER TABLE "state_change" DROP COLUMN "delivery_id"`);
    await runner.query(`ALTER TABLE "state_change" DROP COLUMN "source"`);
  }
}
