import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Conflicts1795236700000 implements MigrationInterface {
  name = 'Conflicts1795236700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "conflict" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "identity_id" integer NOT NULL, "kind" text NOT NULL, "item_id" bigint, "backend_id" integer NOT NULL, "remote_id" text NOT NULL, "part" smallint NOT NULL, "cause" text NOT NULL, "evidence" jsonb NOT NULL, "status" text NOT NULL DEFAULT 'open', "resolution" text, "opened_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "closed_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "conflict_copy" UNIQUE ("backend_id", "remote_id", "part", "kind"), CONSTRAINT "conflict_status" CHECK (status IN ('open', 'resolved', 'ignored')), CONSTRAINT "conflict_kind" CHECK (kind IN ('opposite-wishes', 'contradicting-ids', 'quarantined')), CONSTRAINT "PK_f4b2f9c648b86fb42725e336dc5" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "conflict_newest" ON "conflict"  ("identity_id", "id") `);
    await runner.query(`CREATE INDEX "conflict_item" ON "conflict"  ("item_id") `);
    await runner.query(
      `ALTER TABLE "conflict" ADD CONSTRAINT "FK_d66498bd2945b9fcca8c909ec4c" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "conflict" ADD CONSTRAINT "FK_af26ac90c51cd94f332f624794b" FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "conflict" ADD CONSTRAINT "FK_b484e9eaa896a5d7bf87ba0e5f7" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "conflict" DROP CONSTRAINT "FK_b484e9eaa896a5d7bf87ba0e5f7"`);
    await runner.query(`ALTER TABLE "conflict" DROP CONSTRAINT "FK_af26ac90c51cd94f332f624794b"`);
    await runner.query(`ALTER TABLE "conflict" DROP CONSTRAINT "FK_d66498bd2945b9fcca8c909ec4c"`);
    await runner.query(`DROP INDEX "public"."conflict_item"`);
    await runner.query(`DROP INDEX "public"."conflict_newest"`);
    await runner.query(`DROP TABLE "conflict"`);
  }
}
