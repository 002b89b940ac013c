import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tells work that was begun for an account from work for the one that took its place. */
export class AccountGeneration1796057100000 implements MigrationInterface {
  name = 'AccountGeneration1796057100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "backend" ADD "account_generation" integer NOT NULL DEFAULT '0'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "backend" DROP COLUMN "account_generation"`);
  }
}
