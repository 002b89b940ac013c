import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pages as they were last read, so that the very same are not read again. */
export class SeenPages1796074600000 implements MigrationInterface {
  name = 'SeenPages1796074600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "seen_page" ("backend_id" integer NOT NULL, "library_id" text NOT NULL, "offset" integer NOT NULL, "mark" text NOT NULL, "received" integer NOT NULL, "total" integer NOT NULL, "counts" jsonb NOT NULL, "tally" jsonb NOT NULL, "remote_ids" text array NOT NULL, "digest" text NOT NULL, CONSTRAINT "PK_seen_page" PRIMARY KEY ("backend_id", "library_id", "offset"))`,
    );
    await runner.query(
      `ALTER TABLE "seen_page" ADD CONSTRAINT "FK_e2bf19909a1ddd2733b6783c4a4" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "seen_page"`);
  }
}
