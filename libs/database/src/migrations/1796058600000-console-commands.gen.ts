import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Console commands and tasks as runs, with their output. */
export class ConsoleCommands1796058600000 implements MigrationInterface {
  name = 'ConsoleCommands1796058600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "run" ADD "reference" text`);
    await runner.query(
      `CREATE UNIQUE INDEX "run_reference" ON "run"  ("reference") WHERE reference IS NOT NULL AND status IN ('queued', 'running')`,
    );
    await runner.query(
      `CREATE TABLE "console_command" ("run_id" uuid NOT NULL, "line" text NOT NULL, "sealed_line" text, "task" text, "asked_by" text NOT NULL, "due_at" TIMESTAMP WITH TIME ZONE, "has_colours" boolean NOT NULL DEFAULT false, "time_limit" integer NOT NULL, "exit_code" integer, CONSTRAINT "PK_console_command" PRIMARY KEY ("run_id"))`,
    );
    await runner.query(
      `CREATE INDEX "console_command_task" ON "console_command"  ("task") WHERE task IS NOT NULL`,
    );
    await runner.query(
      `CREATE TABLE "console_output" ("run_id" uuid NOT NULL, "sequence" integer NOT NULL, "stream" text NOT NULL, "text" text NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "console_output_stream" CHECK (stream IN ('out', 'err')), CONSTRAINT "PK_console_output" PRIMARY KEY ("run_id", "sequence"))`,
    );
    await runner.query(`CREATE INDEX "console_output_age" ON "console_output"  ("at") `);
    await runner.query(
      `ALTER TABLE "console_command" ADD CONSTRAINT "FK_9cdcdf78b648441ee6704f51dbd" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await runner.query(
      `ALTER TABLE "console_output" ADD CONSTRAINT "FK_2bbc4f200e0fc3158b4105e5c01" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "console_output"`);
    await runner.query(`DROP TABLE "console_command"`);
    await runner.query(`DROP INDEX "public"."run_reference"`);
    await runner.query(`ALTER TABLE "run" DROP COLUMN "reference"`);
  }
}
