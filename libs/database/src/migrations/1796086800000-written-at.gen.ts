import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An echo is seen some time after its write; whether a position is left over depends on when it was written. */
export class WrittenAt1796086800000 implements MigrationInterface {
  name = 'WrittenAt1796086800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "observation" ADD "written_at" TIMESTAMP WITH TIME ZONE`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "observation" DROP COLUMN "written_at"`);
  }
}
