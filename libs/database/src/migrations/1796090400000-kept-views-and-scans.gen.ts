import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Named searches of the history, and what the scans of servers found last. */
export class KeptViewsAndScans1796090400000 implements MigrationInterface {
  name = 'KeptViewsAndScans1796090400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "history_view" ("identity_id" integer NOT NULL, "name" text NOT NULL, "query" text NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_history_view" PRIMARY KEY ("identity_id", "name"))`,
    );
    await runner.query(
      `CREATE TABLE "backend_scan" ("backend_id" integer NOT NULL, "kind" text NOT NULL, "library_id" text NOT NULL DEFAULT '', "running_since" TIMESTAMP WITH TIME ZONE, "heartbeat_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "failure" text, "completed_at" TIMESTAMP WITH TIME ZONE, "found" integer, "result" jsonb, CONSTRAINT "backend_scan_kind" CHECK (kind IN ('unmatched', 'mismatched', 'stale')), CONSTRAINT "PK_backend_scan" PRIMARY KEY ("backend_id", "kind", "library_id"))`,
    );
    await runner.query(
      `ALTER TABLE "history_view" ADD CONSTRAINT "FK_3be646641d67e4cd718c872e825" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "backend_scan" ADD CONSTRAINT "FK_0dd19d2e2466165674284cb94bb" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "backend_scan"`);
    await runner.query(`DROP TABLE "history_view"`);
  }
}
