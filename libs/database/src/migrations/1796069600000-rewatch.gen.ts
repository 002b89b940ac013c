import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person may want second viewings carried on; then a watched item has a position. */
export class Rewatch1796069600000 implements MigrationInterface {
  name = 'Rewatch1796069600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "identity" ADD "sync_rewatch" boolean`);
    await runner.query(
      `ALTER TABLE "item" DROP CONSTRAINT "item_position", ADD CONSTRAINT "item_position" CHECK (position_ms >= 0)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE "item" SET "position_ms" = 0 WHERE "decision" = 'played' AND "position_ms" > 0`);
    await runner.query(
      `ALTER TABLE "item" DROP CONSTRAINT "item_position",
         ADD CONSTRAINT "item_position" CHECK (position_ms >= 0 AND (decision <> 'played' OR position_ms = 0))`,
    );
    await runner.query(`ALTER TABLE "identity" DROP COLUMN "sync_rewatch"`);
  }
}
