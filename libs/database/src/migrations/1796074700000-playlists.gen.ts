import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Playlists: what is known of each copy, and what was written. */
export class Playlists1796074700000 implements MigrationInterface {
  name = 'Playlists1796074700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "playlist" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "identity_id" integer NOT NULL, "title" text NOT NULL, "entries" jsonb NOT NULL, "version_at" TIMESTAMP WITH TIME ZONE, "via" text, "deleted_at" TIMESTAMP WITH TIME ZONE, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_538c2893e2024fabc7ae65ad142" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE INDEX "playlist_identity" ON "playlist"  ("identity_id", "title", "id") `,
    );
    await runner.query(
      `CREATE TABLE "playlist_copy" ("backend_id" integer NOT NULL, "remote_id" text NOT NULL, "list_id" bigint NOT NULL, "account_generation" integer NOT NULL, "title" text NOT NULL, "entries" jsonb NOT NULL, "mark" text, "hindrance" text, "version_at" TIMESTAMP WITH TIME ZONE NOT NULL, "missing_since" TIMESTAMP WITH TIME ZONE, "deleted_at" TIMESTAMP WITH TIME ZONE, "part_of" jsonb, "unconfirmed" integer NOT NULL DEFAULT '0', "because" text, "seen_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_1ec423096f605d3d92c7989c422" PRIMARY KEY ("backend_id", "remote_id"))`,
    );
    await runner.query(
      `CREATE INDEX "playlist_copy_list" ON "playlist_copy"  ("list_id") `,
    );
    await runner.query(
      `CREATE TABLE "playlist_write" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "identity_id" integer NOT NULL, "list_id" bigint, "run_id" uuid, "backend_id" integer, "backend_name" text NOT NULL, "account_generation" integer NOT NULL, "title" text NOT NULL, "action" text NOT NULL, "rule" text NOT NULL, "status" text NOT NULL DEFAULT 'planned', "reason" text, "before" jsonb, "after" jsonb, "version_at" TIMESTAMP WITH TIME ZONE NOT NULL, "known_ids" jsonb, "made_id" text, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "settled_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "playlist_write_status" CHECK (status IN ('planned', 'making', 'made', 'written', 'skipped', 'failed', 'rejected')), CONSTRAINT "playlist_write_action" CHECK (action IN ('create', 'replace', 'delete')), CONSTRAINT "PK_4902220b0aa31a0e3bc60686f29" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE INDEX "playlist_write_open" ON "playlist_write"  ("backend_id") WHERE status IN ('planned', 'making', 'made')`,
    );
    await runner.query(
      `CREATE INDEX "playlist_write_identity" ON "playlist_write"  ("identity_id", "id") `,
    );
    await runner.query(
      `CREATE INDEX "playlist_write_list" ON "playlist_write"  ("list_id", "id") `,
    );
    await runner.query(
      `CREATE INDEX "playlist_write_run" ON "playlist_write"  ("run_id", "id") `,
    );
    await runner.query(
      `CREATE TABLE "playlist_sync" ("backend_id" integer NOT NULL, "read_at" TIMESTAMP WITH TIME ZONE, "written_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_72489d1d2eeb1c3a6a022de4aae" PRIMARY KEY ("backend_id"))`,
    );
    await runner.query(
      `ALTER TABLE "playlist" ADD CONSTRAINT "FK_7bbff997b9755029f58792c525f" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "playlist_copy" ADD CONSTRAINT "FK_0967c4a6145e698345456307935" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "playlist_copy" ADD CONSTRAINT "FK_c53e274f0eefec1056a41646c7e" FOREIGN KEY ("list_id") REFERENCES "playlist"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "playlist_write" ADD CONSTRAINT "FK_0cdf689bdcb7a54ede7ec49c49d" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "playlist_write" ADD CONSTRAINT "FK_c8edc66f3348d46c7764ba60c28" FOREIGN KEY ("list_id") REFERENCES "playlist"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "playlist_write" ADD CONSTRAINT "FK_ca8542ba57ba4ae085d026392ce" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "playlist_write" ADD CONSTRAINT "FK_2b032e8d79c3811c152813c39ff" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "playlist_sync" ADD CONSTRAINT "FK_72489d1d2eeb1c3a6a022de4aae" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "playlist_sync"`);
    await runner.query(`DROP TABLE "playlist_write"`);
    await runner.query(`DROP TABLE "playlist_copy"`);
    await runner.query(`DROP TABLE "playlist"`);
  }
}
