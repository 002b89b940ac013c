import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nothing looks for copies by library; while the tables have no statistics, though, Postgres preferred that index to the
 * key, and read all copies of a backend for each page.
 */
export class CopiesById1795241000000 implements MigrationInterface {
  name = 'CopiesById1795241000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "public"."observation_library"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX "observation_library" ON "observation"  ("backend_id", "library_id") `);
  }
}
