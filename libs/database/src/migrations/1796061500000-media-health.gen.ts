import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Audits of the records of a person. */
export class MediaHealth1796061500000 implements MigrationInterface {
  name = 'MediaHealth1796061500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "media_health_report" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "identity_id" integer NOT NULL, "status" text NOT NULL DEFAULT 'running', "generated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "completed_at" TIMESTAMP WITH TIME ZONE, "state_count" integer NOT NULL DEFAULT '0', "backend_count" integer NOT NULL DEFAULT '0', "statuses" jsonb NOT NULL DEFAULT '{}', CONSTRAINT "media_health_report_status" CHECK (status IN ('running', 'completed', 'failed')), CONSTRAINT "PK_media_health_report" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "media_health_item" ("report_id" bigint NOT NULL, "item_id" bigint NOT NULL, "status" text NOT NULL, "reasons" jsonb NOT NULL, "backends" jsonb NOT NULL, CONSTRAINT "PK_media_health_item" PRIMARY KEY ("report_id", "item_id"))`,
    );
    await runner.query(
      `CREATE INDEX "media_health_item_item" ON "media_health_item"  ("item_id")`,
    );
    await runner.query(
      `CREATE INDEX "media_health_newest" ON "media_health_report"  ("identity_id", "id")`,
    );
    await runner.query(
      `ALTER TABLE "media_health_item" ADD CONSTRAINT "FK_6b8aaa2aab60cd2e0366e256126" FOREIGN KEY ("report_id") REFERENCES "media_health_report"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "media_health_item" ADD CONSTRAINT "FK_827a972c0e8877d74dc6e7c6156" FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "media_health_report" ADD CONSTRAINT "FK_77742feb97d58a091f7ca1975a1" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "media_health_item"`);
    await runner.query(`DROP TABLE "media_health_report"`);
  }
}
