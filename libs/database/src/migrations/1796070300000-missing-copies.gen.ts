import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Remembers which references a server said are gone, so that one word of it lets nothing go. */
export class MissingCopies1796070300000 implements MigrationInterface {
  name = 'MissingCopies1796070300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "missing_copy" ("backend_id" integer NOT NULL, "remote_id" text NOT NULL, "item_id" bigint NOT NULL,
         "missing_since" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "archived_at" TIMESTAMP WITH TIME ZONE,
         CONSTRAINT "PK_missing_copy" PRIMARY KEY ("backend_id", "remote_id"))`,
    );
    await runner.query(`CREATE INDEX "missing_copy_item" ON "missing_copy" ("item_id")`);
    await runner.query(
      `ALTER TABLE "missing_copy" ADD CONSTRAINT "FK_430114088e60c86bc0a41318c57" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE CASCADE`,
    );
    await runner.query(
      `ALTER TABLE "missing_copy" ADD CONSTRAINT "FK_65ff03a928358b6bc752121436d" FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "missing_copy"`);
  }
}
