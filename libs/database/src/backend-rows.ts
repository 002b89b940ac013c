import { endAccount } from './backend-endings.js';
import type { BackendChanges, BackendRecord, NewBackend } from './backend-record.js';
import type { Sql } from './sql-rows.js';

export class BackendNameTaken extends Error {}

const COLUMNS: Readonly<Record<keyof BackendChanges, string>> = {
  url: 'url',
  sealedToken: 'sealed_token',
  userId: 'user_id',
  userName: 'user_name',
  uuid: 'uuid',
  importEnabled: 'import_enabled',
  exportEnabled: 'export_enabled',
  options: 'options',
};

/** Throws `BackendNameTaken`. */
export async function insertBackend(sql: Sql, backend: NewBackend): Promise<number> {
  const [added] = await sql.query<{ id: number }>(
    `INSERT INTO backend (identity_id, name, type, url, sealed_token, user_id, user_name, uuid, import_enabled, export_enabled, options)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (identity_id, name) DO NOTHING RETURNING id`,
    [
      backend.identityId,
      backend.name,
      backend.type,
      backend.url,
      backend.sealedToken,
      backend.userId,
      backend.userName,
      backend.uuid,
      backend.importEnabled,
      backend.exportEnabled,
      backend.options,
    ],
  );
  if (!added) throw new BackendNameTaken(backend.name);
  return added.id;
}

/** In the caller's transaction. */
export async function alterBackend(sql: Sql, backend: BackendRecord, changes: BackendChanges): Promise<void> {
  if (changes.userId !== undefined && changes.userId !== backend.userId) await endAccount(sql, backend);
  await assign(sql, backend.id, changes);
}

export async function assign(sql: Sql, id: number, changes: BackendChanges): Promise<void> {
  const parts = Object.entries(changes).map(([key, value]) => ({ column: columnOf(key), value }));
  if (parts.length === 0) return;
  const assignments = parts.map(({ column }, index) => `${column} = $${index + 2}`).join(', ');
  await sql.query(`UPDATE backend SET ${assignments}, updated_at = now() WHERE id = $1`, [
    id,
    ...parts.map(({ value }) => value),
  ]);
}

function columnOf(key: string): string {
  if (!Object.hasOwn(COLUMNS, key)) throw new Error(`backend has no column for ${key}`);
  return COLUMNS[key as keyof BackendChanges];
}
