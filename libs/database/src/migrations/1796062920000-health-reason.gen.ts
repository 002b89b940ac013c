import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a backend is failing, as a word that can be counted. */
export class HealthReason1796062920000 implements MigrationInterface {
  name = 'HealthReason1796062920000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "backend" ADD "health_reason" text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "backend" DROP COLUMN "health_reason"`);
  }
}
