import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Generated from the tables, then read: the first schema. */
export class FirstSchema1795230000000 implements MigrationInterface {
  name = 'FirstSchema1795230000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "account" ("id" integer GENERATED ALWAYS AS IDENTITY NOT NULL, "username" text NOT NULL, "password_hash" text NOT NULL, "session_generation" integer NOT NULL DEFAULT '0', "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "account_username" UNIQUE ("username"), CONSTRAINT "PK_54115ee388cdb6d86bb4bf5b2ea" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "identity" ("id" integer GENERATED ALWAYS AS IDENTITY NOT NULL, "name" text NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "identity_name" UNIQUE ("name"), CONSTRAINT "identity_name_form" CHECK (name ~ '^[a-z_0-9]+$'), CONSTRAINT "PK_ff16a44186b286d5e626178f726" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "backend" ("id" integer GENERATED ALWAYS AS IDENTITY NOT NULL, "identity_id" integer NOT NULL, "name" text NOT NULL, "type" text NOT NULL, "url" text NOT NULL, "sealed_token" text NOT NULL, "user_id" text NOT NULL, "user_name" text, "uuid" text NOT NULL, "import_enabled" boolean NOT NULL, "export_enabled" boolean NOT NULL, "options" jsonb NOT NULL DEFAULT '{}', "import_last_sync" TIMESTAMP WITH TIME ZONE, "export_last_sync" TIMESTAMP WITH TIME ZONE, "health_status" text NOT NULL DEFAULT 'unknown', "health_message" text, "health_at" TIMESTAMP WITH TIME ZONE, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "backend_name" UNIQUE ("identity_id", "name"), CONSTRAINT "backend_health" CHECK (health_status IN ('ok', 'failing', 'unknown')), CONSTRAINT "backend_type" CHECK (type IN ('plex', 'jellyfin', 'emby')), CONSTRAINT "PK_3a4e2afb06b79a8055fd8cf71a2" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "backend_server_user" ON "backend"  ("uuid", "user_id") `);
    await runner.query(
      `CREATE TABLE "item" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "identity_id" integer NOT NULL, "type" text NOT NULL, "title" text NOT NULL, "episode_title" text, "year" integer, "season" integer, "episode" integer, "guids" jsonb NOT NULL, "parent_guids" jsonb NOT NULL, "decision" text NOT NULL DEFAULT 'default', "decided_at" TIMESTAMP WITH TIME ZONE, "played_at" TIMESTAMP WITH TIME ZONE, "position_ms" integer NOT NULL DEFAULT '0', "position_at" TIMESTAMP WITH TIME ZONE, "via" text NOT NULL, "event" text NOT NULL, "changed_at" TIMESTAMP WITH TIME ZONE NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "item_episode" CHECK (type = 'movie' OR (season >= 0 AND episode >= 1)), CONSTRAINT "item_position" CHECK (position_ms >= 0 AND (decision <> 'played' OR position_ms = 0)), CONSTRAINT "item_decision" CHECK (decision IN ('default', 'played', 'unplayed')), CONSTRAINT "item_type" CHECK (type IN ('movie', 'episode')), CONSTRAINT "PK_d3c0c71f23e7adcf952a1d13423" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "item_by_type" ON "item"  ("identity_id", "type", "changed_at", "id") `);
    await runner.query(
      `CREATE INDEX "item_by_decision" ON "item"  ("identity_id", "decision", "changed_at", "id") `,
    );
    await runner.query(
      `CREATE INDEX "item_by_title" ON "item"  ("identity_id", "title", "season", "episode", "id") `,
    );
    await runner.query(`CREATE INDEX "item_by_change" ON "item"  ("identity_id", "changed_at", "id") `);
    await runner.query(
      `CREATE TABLE "item_key" ("identity_id" integer NOT NULL, "key" text NOT NULL, "item_id" bigint NOT NULL, CONSTRAINT "PK_6cc93ac17a2548fcc778fa3d210" PRIMARY KEY ("identity_id", "key"))`,
    );
    await runner.query(`CREATE INDEX "item_key_item" ON "item_key"  ("item_id") `);
    await runner.query(
      `CREATE TABLE "run" ("id" uuid NOT NULL, "kind" text NOT NULL, "identity_id" integer NOT NULL, "backend_id" integer, "backend_name" text, "mode" text, "dry_run" boolean NOT NULL DEFAULT false, "options" jsonb NOT NULL DEFAULT '{}', "status" text NOT NULL DEFAULT 'queued', "done" integer NOT NULL DEFAULT '0', "total" integer, "counts" jsonb NOT NULL DEFAULT '{}', "requests" integer NOT NULL DEFAULT '0', "cursor" jsonb, "error" jsonb, "attempts" integer NOT NULL DEFAULT '0', "is_approved" boolean NOT NULL DEFAULT false, "is_cancel_asked" boolean NOT NULL DEFAULT false, "heartbeat_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "started_at" TIMESTAMP WITH TIME ZONE, "finished_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "run_status" CHECK (status IN ('queued', 'running', 'awaiting_approval', 'succeeded', 'failed', 'cancelled')), CONSTRAINT "run_mode" CHECK (mode IN ('full', 'push', 'metadata-only')), CONSTRAINT "run_kind" CHECK (kind IN ('import', 'export', 'backup', 'restore', 'undo', 'report', 'console')), CONSTRAINT "PK_804c38ffba92002c6d2c646dd46" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "run_newest" ON "run"  ("created_at") `);
    await runner.query(
      `CREATE INDEX "run_active" ON "run"  ("heartbeat_at") WHERE status IN ('queued', 'running')`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX "run_one_at_a_time" ON "run"  ("backend_id", "kind") WHERE status IN ('queued', 'running') AND mode IS DISTINCT FROM 'push'`,
    );
    await runner.query(
      `CREATE TABLE "state_change" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "identity_id" integer NOT NULL, "item_id" bigint NOT NULL, "run_id" uuid, "backend_id" integer, "cause" text NOT NULL, "rule" text NOT NULL, "status" text NOT NULL DEFAULT 'applied', "before" jsonb NOT NULL, "after" jsonb NOT NULL, "evidence" jsonb, "at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "state_change_status" CHECK (status IN ('proposed', 'applied', 'rejected')), CONSTRAINT "state_change_cause" CHECK (cause IN ('import', 'webhook', 'user', 'undo', 'restore')), CONSTRAINT "PK_7c190d537f2aa3363805bb30d50" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "state_change_identity" ON "state_change"  ("identity_id", "id") `);
    await runner.query(`CREATE INDEX "state_change_run" ON "state_change"  ("run_id", "id") `);
    await runner.query(`CREATE INDEX "state_change_item" ON "state_change"  ("item_id", "id") `);
    await runner.query(
      `CREATE TABLE "export_intent" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "backend_id" integer NOT NULL, "item_id" bigint NOT NULL, "remote_id" text, "part" smallint, "run_id" uuid, "status" text NOT NULL, "rule" text, "reason" text, "before" jsonb, "after" jsonb, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "settled_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "export_intent_status" CHECK (status IN ('open', 'planned', 'written', 'skipped', 'failed', 'rejected')), CONSTRAINT "PK_61fc083fdffa421db7818b0d93b" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX "export_intent_copy" ON "export_intent"  ("run_id", "remote_id", "part") WHERE run_id IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX "export_intent_item" ON "export_intent"  ("item_id", "id") `);
    await runner.query(`CREATE INDEX "export_intent_run" ON "export_intent"  ("run_id", "id") `);
    await runner.query(
      `CREATE UNIQUE INDEX "export_intent_open" ON "export_intent"  ("backend_id", "item_id") WHERE status = 'open'`,
    );
    await runner.query(
      `CREATE TABLE "observation" ("backend_id" integer NOT NULL, "remote_id" text NOT NULL, "part" smallint NOT NULL, "item_id" bigint NOT NULL, "fingerprint" text NOT NULL, "watched" boolean NOT NULL, "position_ms" integer NOT NULL, "play_count" integer, "played_at" TIMESTAMP WITH TIME ZONE, "added_at" TIMESTAMP WITH TIME ZONE, "path" text, "library_id" text, "observed_at" TIMESTAMP WITH TIME ZONE NOT NULL, "as_source" boolean NOT NULL, "is_echo" boolean NOT NULL DEFAULT false, "detail" jsonb NOT NULL, "expected_watched" boolean, "expected_position_ms" integer, "expected_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_1ec3116e9e4781367dd2a63bd57" PRIMARY KEY ("backend_id", "remote_id", "part"))`,
    );
    await runner.query(`CREATE INDEX "observation_library" ON "observation"  ("backend_id", "library_id") `);
    await runner.query(`CREATE INDEX "observation_item" ON "observation"  ("item_id") `);
    await runner.query(
      `CREATE TABLE "webhook_delivery" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "type" text, "delivery_key" text NOT NULL, "payload" jsonb NOT NULL, "status" text NOT NULL DEFAULT 'received', "verdict" text, "reason" text, "received_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "handled_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "webhook_delivery_key" UNIQUE ("delivery_key"), CONSTRAINT "webhook_delivery_status" CHECK (status IN ('received', 'handled')), CONSTRAINT "webhook_delivery_type" CHECK (type IN ('plex', 'jellyfin', 'emby')), CONSTRAINT "PK_b1ae290239a778f12399db91354" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE INDEX "webhook_delivery_waiting" ON "webhook_delivery"  ("id") WHERE status = 'received'`,
    );
    await runner.query(
      `ALTER TABLE "backend" ADD CONSTRAINT "FK_02080557d48ab6c830746a5e560" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "item" ADD CONSTRAINT "FK_e24a90100c3e70f9422f69122a5" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "item_key" ADD CONSTRAINT "FK_ebf5b7f168c3da72193bd39beb1" FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "run" ADD CONSTRAINT "FK_5d89fa1a199a8c4d58ad5a2f028" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "run" ADD CONSTRAINT "FK_732e3f42ed21fdb2d6d4112940d" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "state_change" ADD CONSTRAINT "FK_7b2566e85c0bb4615da7227737b" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "state_change" ADD CONSTRAINT "FK_e136e042152ab97a49e36b51be6" FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "state_change" ADD CONSTRAINT "FK_fc973398335b30665c776afcf88" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "state_change" ADD CONSTRAINT "FK_8bc841051c8a75580b63160ee31" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "export_intent" ADD CONSTRAINT "FK_8177e801671814a8d38c91c1901" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "export_intent" ADD CONSTRAINT "FK_be640a98e12516ead47dd40e659" FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "export_intent" ADD CONSTRAINT "FK_13488b26d62c8b41515e1b14eb6" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "observation" ADD CONSTRAINT "FK_8538438f82653a3285592d25d64" FOREIGN KEY ("backend_id") REFERENCES "backend"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "observation" ADD CONSTRAINT "FK_1b2992ce5ffe7ab1c7e620172d0" FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(`INSERT INTO "identity" ("name") VALUES ($1)`, ['main']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "observation" DROP CONSTRAINT "FK_1b2992ce5ffe7ab1c7e620172d0"`);
    await runner.query(`ALTER TABLE "observation" DROP CONSTRAINT "FK_8538438f82653a3285592d25d64"`);
    await runner.query(`ALTER TABLE "export_intent" DROP CONSTRAINT "FK_13488b26d62c8b41515e1b14eb6"`);
    await runner.query(`ALTER TABLE "export_intent" DROP CONSTRAINT "FK_be640a98e12516ead47dd40e659"`);
    await runner.query(`ALTER TABLE "export_intent" DROP CONSTRAINT "FK_8177e801671814a8d38c91c1901"`);
    await runner.query(`ALTER TABLE "state_change" DROP CONSTRAINT "FK_8bc841051c8a75580b63160ee31"`);
    await runner.query(`ALTER TABLE "state_change" DROP CONSTRAINT "FK_fc973398335b30665c776afcf88"`);
    await runner.query(`ALTER TABLE "state_change" DROP CONSTRAINT "FK_e136e042152ab97a49e36b51be6"`);
    await runner.query(`ALTER TABLE "state_change" DROP CONSTRAINT "FK_7b2566e85c0bb4615da7227737b"`);
    await runner.query(`ALTER TABLE "run" DROP CONSTRAINT "FK_732e3f42ed21fdb2d6d4112940d"`);
    await runner.query(`ALTER TABLE "run" DROP CONSTRAINT "FK_5d89fa1a199a8c4d58ad5a2f028"`);
    await runner.query(`ALTER TABLE "item_key" DROP CONSTRAINT "FK_ebf5b7f168c3da72193bd39beb1"`);
    await runner.query(`ALTER TABLE "item" DROP CONSTRAINT "FK_e24a90100c3e70f9422f69122a5"`);
    await runner.query(`ALTER TABLE "backend" DROP CONSTRAINT "FK_02080557d48ab6c830746a5e560"`);
    await runner.query(`DROP INDEX "public"."webhook_delivery_waiting"`);
    await runner.query(`DROP TABLE "webhook_delivery"`);
    await runner.query(`DROP INDEX "public"."observation_item"`);
    await runner.query(`DROP INDEX "public"."observation_library"`);
    await runner.query(`DROP TABLE "observation"`);
    await runner.query(`DROP INDEX "public"."export_intent_open"`);
    await runner.query(`DROP INDEX "public"."export_intent_run"`);
    await runner.query(`DROP INDEX "public"."export_intent_item"`);
    await runner.query(`DROP INDEX "public"."export_intent_copy"`);
    await runner.query(`DROP TABLE "export_intent"`);
    await runner.query(`DROP INDEX "public"."state_change_item"`);
    await runner.query(`DROP INDEX "public"."state_change_run"`);
    await runner.query(`DROP INDEX "public"."state_change_identity"`);
    await runner.query(`DROP TABLE "state_change"`);
    await runner.query(`DROP INDEX "public"."run_one_at_a_time"`);
    await runner.query(`DROP INDEX "public"."run_active"`);
    await runner.query(`DROP INDEX "public"."run_newest"`);
    await runner.query(`DROP TABLE "run"`);
    await runner.query(`DROP INDEX "public"."item_key_item"`);
    await runner.query(`DROP TABLE "item_key"`);
    await runner.query(`DROP INDEX "public"."item_by_change"`);
    await runner.query(`DROP INDEX "public"."item_by_title"`);
    await runner.query(`DROP INDEX "public"."item_by_decision"`);
    await runner.query(`DROP INDEX "public"."item_by_type"`);
    await runner.query(`DROP TABLE "item"`);
    await runner.query(`DROP INDEX "public"."backend_server_user"`);
    await runner.query(`DROP TABLE "backend"`);
    await runner.query(`DROP TABLE "identity"`);
    await runner.query(`DROP TABLE "account"`);
  }
}
