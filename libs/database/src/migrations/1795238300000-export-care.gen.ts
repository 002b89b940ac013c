import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pushes that nobody started, writes that were not taken, and intents that wait for quiet. */
export class ExportCare1795238300000 implements MigrationInterface {
  name = 'ExportCare1795238300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "run" ADD "is_automatic" boolean NOT NULL DEFAULT false`);
    await runner.query(`UPDATE "run" SET "is_automatic" = true WHERE mode = 'push'`);
    await runner.query(`DROP INDEX "public"."run_one_at_a_time"`);
    await runner.query(
      `CREATE UNIQUE INDEX "run_one_at_a_time" ON "run"  ("backend_id", "kind") WHERE status IN ('queued', 'running') AND NOT is_automatic`,
    );
    await runner.query(`ALTER TABLE "observation" ADD "unconfirmed_writes" smallint NOT NULL DEFAULT '0'`);
    await runner.query(`ALTER TABLE "export_intent" ADD "due_at" TIMESTAMP WITH TIME ZONE`);
    await runner.query(
      `CREATE INDEX "export_intent_failed" ON "export_intent"  ("backend_id", "id") WHERE status = 'failed'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."export_intent_failed"`);
    await runner.query(`ALTER TABLE "export_intent" DROP COLUMN "due_at"`);
    await runner.query(`ALTER TABLE "observation" DROP COLUMN "unconfirmed_writes"`);
    await runner.query(`DROP INDEX "public"."run_one_at_a_time"`);
    await runner.query(
      `CREATE UNIQUE INDEX "run_one_at_a_time" ON "run"  ("backend_id", "kind") WHERE status IN ('queued', 'running') AND mode IS DISTINCT FROM 'push'`,
    );
    await runner.query(`ALTER TABLE "run" DROP COLUMN "is_automatic"`);
  }
}
