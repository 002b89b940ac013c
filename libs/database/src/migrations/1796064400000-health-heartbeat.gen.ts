import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tells an audit whose process died from one that is under way. */
export class HealthHeartbeat1796064400000 implements MigrationInterface {
  name = 'HealthHeartbeat1796064400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE "media_health_report" ADD "heartbeat_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "media_health_report" DROP COLUMN "heartbeat_at"`);
  }
}
