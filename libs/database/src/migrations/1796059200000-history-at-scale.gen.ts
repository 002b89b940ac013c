import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES: readonly (readonly [name: string, on: string])[] = [
  ['item_by_via', '"item"  ("identity_id", "via", "changed_at", "id")'],
  ['item_by_year', '"item"  ("identity_id", "year", "changed_at", "id")'],
  ['item_by_season', '"item"  ("identity_id", "season", "changed_at", "id")'],
  ['item_by_episode', '"item"  ("identity_id", "episode", "changed_at", "id")'],
  ['item_by_record', '"item"  ("identity_id", "updated_at", "id")'],
  ['item_by_watched', `"item" ("identity_id", (decision = 'played'), "changed_at", "id")`],
  ['item_words', '"item" USING gin ("title" gin_trgm_ops, "episode_title" gin_trgm_ops)'],
  ['item_guids', '"item" USING gin ("guids" jsonb_path_ops)'],
  ['item_parent_guids', '"item" USING gin ("parent_guids" jsonb_path_ops)'],
  ['observation_remote', '"observation"  ("remote_id")'],
  ['observation_path', '"observation" ("path" text_pattern_ops)'],
];

/** Every filter and every order of the history finds its rows by an index. `pg_trgm` is trusted: its owner may install it. */
export class HistoryAtScale1796059200000 implements MigrationInterface {
  name = 'HistoryAtScale1796059200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    for (const [name, on] of INDEXES) await runner.query(`CREATE INDEX "${name}" ON ${on}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await runner.query(`DROP INDEX "public"."${name}"`);
  }
}
