import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a backup says while it is restored, and the writes that a restore plans. */
export class Restores1796057800000 implements MigrationInterface {
  name = 'Restores1796057800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "restore_entry" ("run_id" uuid NOT NULL, "key" text NOT NULL, "line" integer NOT NULL, "watched" boolean NOT NULL, "position_ms" integer NOT NULL, "updated" bigint NOT NULL, "is_found" boolean NOT NULL DEFAULT false, CONSTRAINT "PK_restore_entry" PRIMARY KEY ("run_id", "key"))`,
    );
    await runner.query(
      `CREATE TABLE "restore_write" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "run_id" uuid NOT NULL, "backend_id" integer NOT NULL, "remote_id" text NOT NULL, "item_id" bigint, "type" text NOT NULL, "title" text NOT NULL, "year" integer, "season" integer, "episode" integer, "rule" text NOT NULL, "status" text NOT NULL DEFAULT 'planned', "reason" text, "before" jsonb NOT NULL, "after" jsonb NOT NULL, "updated" bigint NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "settled_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "restore_write_status" CHECK (status IN ('planned', 'written', 'skipped', 'failed', 'rejected')), CONSTRAINT "PK_restore_write" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE INDEX "restore_entry_line" ON "restore_entry"  ("run_id", "line")`,
    );
    await runner.query(
      `CREATE INDEX "restore_write_item" ON "restore_write"  ("item_id")`,
    );
    await runner.query(
      `CREATE INDEX "restore_write_planned" ON "restore_write"  ("run_id", "id") WHERE status = 'planned'`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX "restore_write_copy" ON "restore_write"  ("run_id", "remote_id")`,
    );
    await runner.query(
      `ALTER TABLE "restore_entry" ADD CONSTRAINT "FK_1b4b83e186976b15e1aaaf3795a" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "restore_write" ADD CONSTRAINT "FK_9be6970be034643785523739c3a" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "restore_write" ADD CONSTRAINT "FK_0499f7c4304c7893321f884da90" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "restore_write" ADD CONSTRAINT "FK_c5e5b5d7552777e4c849db857b9" FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "restore_write"`);
    await runner.query(`DROP TABLE "restore_entry"`);
  }
}
