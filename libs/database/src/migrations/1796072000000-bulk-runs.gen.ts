import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Orders of many items and validations are runs of their own kind; what such an order means is fixed beside its run. */
export class BulkRuns1796072000000 implements MigrationInterface {
  name = 'BulkRuns1796072000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "bulk_item" ("run_id" uuid NOT NULL, "item_id" bigint NOT NULL, CONSTRAINT "PK_ad986127d0251482591200564d1" PRIMARY KEY ("run_id", "item_id"))`,
    );
    await runner.query(
      `ALTER TABLE "bulk_item" ADD CONSTRAINT "FK_2521872a859eebcabe8463de747" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(`ALTER TABLE "run" DROP CONSTRAINT "run_kind"`);
    await runner.query(
      `ALTER TABLE "run" ADD CONSTRAINT "run_kind" CHECK (kind IN ('import', 'export', 'backup', 'restore', 'undo', 'report', 'console', 'playlist', 'bulk', 'validate'))`,
    );
    await runner.query(`UPDATE "run" SET "kind" = 'bulk' WHERE "kind" = 'console' AND "options" ? 'bulk'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE "run" SET "kind" = 'console' WHERE "kind" IN ('bulk', 'validate')`);
    await runner.query(`ALTER TABLE "run" DROP CONSTRAINT "run_kind"`);
    await runner.query(
      `ALTER TABLE "run" ADD CONSTRAINT "run_kind" CHECK (kind IN ('import', 'export', 'backup', 'restore', 'undo', 'report', 'console', 'playlist'))`,
    );
    await runner.query(`DROP TABLE "bulk_item"`);
  }
}
