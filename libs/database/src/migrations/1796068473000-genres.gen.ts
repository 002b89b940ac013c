import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The history finds items by genre in what the backends show of them. */
export class Genres1796068473000 implements MigrationInterface {
  name = 'Genres1796068473000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX "observation_genres" ON "observation" USING gin ((detail->'genres') jsonb_path_ops)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "public"."observation_genres"');
  }
}
