import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A delivery that comes in has no verdict and mostly no address of its own, so it need not pay for their indexes. */
export class LeanInbox1796064000000 implements MigrationInterface {
  name = 'LeanInbox1796064000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."webhook_delivery_verdict"`);
    await runner.query(`DROP INDEX "public"."webhook_delivery_addressed"`);
    await runner.query(
      `CREATE INDEX "webhook_delivery_verdict" ON "webhook_delivery"  ("verdict", "id") WHERE verdict IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX "webhook_delivery_addressed" ON "webhook_delivery"  ("addressed_to") WHERE addressed_to IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."webhook_delivery_addressed"`);
    await runner.query(`DROP INDEX "public"."webhook_delivery_verdict"`);
    await runner.query(
      `CREATE INDEX "webhook_delivery_addressed" ON "webhook_delivery"  ("addressed_to") `,
    );
    await runner.query(
      `CREATE INDEX "webhook_delivery_verdict" ON "webhook_delivery"  ("verdict", "id") `,
    );
  }
}
