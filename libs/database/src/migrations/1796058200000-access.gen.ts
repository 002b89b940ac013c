import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Named keys, tries to sign in, and the audit trail. */
export class Access1796058200000 implements MigrationInterface {
  name = 'Access1796058200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "access_token" ("id" integer GENERATED ALWAYS AS IDENTITY NOT NULL, "name" text NOT NULL, "hash" text NOT NULL, "scopes" text array NOT NULL, "created_by" text NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "expires_at" TIMESTAMP WITH TIME ZONE, "last_used_at" TIMESTAMP WITH TIME ZONE, "last_used_from" text, CONSTRAINT "access_token_hash" UNIQUE ("hash"), CONSTRAINT "access_token_name" UNIQUE ("name"), CONSTRAINT "access_token_scopes" CHECK (scopes <@ ARRAY['read', 'operate', 'admin', 'webhook'] AND cardinality(scopes) > 0), CONSTRAINT "PK_f20f028607b2603deabd8182d12" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE TABLE "login_try" ("address" text NOT NULL, "tries" double precision array NOT NULL, "last_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_561e808bd893bebde4369b896f5" PRIMARY KEY ("address"))`,
    );
    await runner.query(`CREATE INDEX "login_try_last" ON "login_try"  ("last_at") `);
    await runner.query(
      `CREATE TABLE "audit_entry" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "actor_kind" text NOT NULL, "actor" text, "address" text, "action" text NOT NULL, "method" text NOT NULL, "path" text NOT NULL, "identity" text, "fields" text array NOT NULL, "request_id" text NOT NULL, "status" smallint, CONSTRAINT "audit_entry_actor" CHECK (actor_kind IN ('session', 'api-key', 'token', 'nobody')), CONSTRAINT "PK_58a130a4b9da189f46ba2a01801" PRIMARY KEY ("id"))`,
    );
    await runner.query(`CREATE INDEX "audit_entry_at" ON "audit_entry"  ("at") `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "audit_entry"`);
    await runner.query(`DROP TABLE "login_try"`);
    await runner.query(`DROP TABLE "access_token"`);
  }
}
