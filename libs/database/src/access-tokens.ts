import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

export const TOKEN_SCOPES = ['read', 'operate', 'admin', 'webhook'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export interface NewAccessToken {
  readonly name: string;
  /** SHA-256 of the key, in hexadecimal. */
  readonly hash: string;
  readonly scopes: readonly TokenScope[];
  readonly createdBy: string;
  readonly expiresAt: Date | null;
}

export interface AccessTokenRecord extends Omit<NewAccessToken, 'hash'> {
  readonly id: number;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly lastUsedFrom: string | null;
}

const COLUMNS = `id, name, scopes, created_by AS "createdBy", created_at AS "createdAt", expires_at AS "expiresAt",
  last_used_at AS "lastUsedAt", last_used_from AS "lastUsedFrom"`;

/** Named keys of scripts and media servers: hashed, scoped, revocable. */
export class AccessTokens {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  list(): Promise<AccessTokenRecord[]> {
    return this.sql.query<AccessTokenRecord>(`SELECT ${COLUMNS} FROM access_token ORDER BY name`);
  }

  /** Null when the name is taken. */
  async add({ name, hash, scopes, createdBy, expiresAt }: NewAccessToken): Promise<AccessTokenRecord | null> {
    const [added] = await this.sql.query<AccessTokenRecord>(
      `INSERT INTO access_token (name, hash, scopes, created_by, expires_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (name) DO NOTHING RETURNING ${COLUMNS}`,
      [name, hash, scopes, createdBy, expiresAt],
    );
    return added ?? null;
  }

  /** The token with this hash, unless it has expired; notes its use, once a minute at most. */
  async use(hash: string, address: string | null): Promise<AccessTokenRecord | null> {
    const [found] = await this.sql.query<AccessTokenRecord & { readonly isNoted: boolean }>(
      `SELECT ${COLUMNS}, coalesce(last_used_at > now() - interval '1 minute', false) AS "isNoted"
         FROM access_token WHERE hash = $1 AND (expires_at IS NULL OR expires_at > now())`,
      [hash],
    );
    if (!found) return null;
    const { isNoted, ...token } = found;
    if (!isNoted)
      await this.sql.query(
        'UPDATE access_token SET last_used_at = now(), last_used_from = $2 WHERE id = $1',
        [token.id, address],
      );
    return token;
  }

  /** False when there is none. */
  async remove(id: number): Promise<boolean> {
    return (await this.sql.query('DELETE FROM access_token WHERE id = $1 RETURNING id', [id])).length > 0;
  }
}
