import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { createCache, createDatabase } from './own-stores.js';
import { queryRows } from './postgres.js';

describe('a test file', () => {
  it('gets a database that nobody else sees', async () => {
    const [one, other] = await Promise.all([createDatabase(), createDatabase()]);

    await queryRows(one.url, 'create table lantern (id int)');

    const seen = `select to_regclass('lantern')::text as found`;
    expect(await queryRows(one.url, seen)).toEqual([{ found: 'lantern' }]);
    expect(await queryRows(other.url, seen)).toEqual([{ found: null }]);
    await Promise.all([one.drop(), other.drop()]);
  });

  it('can start from a copy of a prepared database', async () => {
    const prepared = await createDatabase();
    await queryRows(prepared.url, 'create table lantern as select 7 as id');

    const copy = await createDatabase(prepared.name);

    expect(await queryRows(copy.url, 'select id from lantern')).toEqual([{ id: 7 }]);
    await Promise.all([prepared.drop(), copy.drop()]);
  });

  it('gets a Redis database of its own', async () => {
    const [one, other] = [new Redis(await createCache()), new Redis(await createCache())];

    await one.set('lamp', 'lit');

    expect([await one.get('lamp'), await other.get('lamp')]).toEqual(['lit', null]);
    one.disconnect();
    other.disconnect();
  });
});
