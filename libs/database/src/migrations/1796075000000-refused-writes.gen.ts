import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person's no to a write is looked up whenever that write would be planned again. */
export class RefusedWrites1796075000000 implements MigrationInterface {
  name = 'RefusedWrites1796075000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX "export_intent_refused" ON "export_intent" ("backend_id", "item_id") WHERE status = 'rejected' AND reason = 'by-person'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "export_intent_refused"`);
  }
}
