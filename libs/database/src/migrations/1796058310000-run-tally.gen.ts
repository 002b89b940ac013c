import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts of a run by type and by reason, and by how much a server's clock is ahead. */
export class RunTally1796058310000 implements MigrationInterface {
  name = 'RunTally1796058310000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "run" ADD "tally" jsonb NOT NULL DEFAULT '{}'`);
    await runner.query(`ALTER TABLE "backend" ADD "clock_ahead" integer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "backend" DROP COLUMN "clock_ahead"`);
    await runner.query(`ALTER TABLE "run" DROP COLUMN "tally"`);
  }
}
