import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ids that are not believed when they come from one backend. */
export class IgnoreRules1796059900000 implements MigrationInterface {
  name = 'IgnoreRules1796059900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "ignore_rule" ("id" integer GENERATED ALWAYS AS IDENTITY NOT NULL, "backend_id" integer NOT NULL, "type" text NOT NULL, "source" text NOT NULL, "value" text NOT NULL, "remote_id" text NOT NULL DEFAULT '', "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "ignore_rule_once" UNIQUE ("backend_id", "type", "source", "value", "remote_id"), CONSTRAINT "ignore_rule_type" CHECK (type IN ('movie', 'show', 'episode')), CONSTRAINT "PK_ignore_rule" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `ALTER TABLE "ignore_rule" ADD CONSTRAINT "FK_a2ecdc241cabbeaaf32c6aaf812" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "ignore_rule"`);
  }
}
