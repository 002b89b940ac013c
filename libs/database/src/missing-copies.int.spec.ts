import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BackendRecord } from './backends.js';
import { MissingCopies } from './missing-copies.js';
import { aReport, contextOf, EARLIER, importPage } from './testing/pages.js';
import { Stage } from './testing/stage.js';

let stage: Stage;
let missing: MissingCopies;
let backend: BackendRecord;
let itemId: number;

beforeAll(async () => {
  stage = await Stage.open();
  missing = new MissingCopies(stage.database);
});
afterAll(() => stage.close());
beforeEach(async () => {
  const identityId = await stage.person();
  backend = await stage.backend(identityId);
  await importPage(stage, contextOf(backend, { now: EARLIER }), [
    aReport({ id: 'a101', title: 'The Lantern' }),
  ]);
  itemId = Number(await stage.value('SELECT id FROM item WHERE identity_id = $1', [identityId]));
});

const note = () => missing.note(backend.id, [{ remoteId: 'a101', itemId }]);
const minutesPass = (minutes: number) =>
  stage.rows(`UPDATE missing_copy SET missing_since = missing_since - make_interval(mins => $1)`, [minutes]);

describe('a reference that its server says is gone', () => {
  it('is let go when the server says so an hour later as well', async () => {
    expect(await note()).toEqual([]);
    await minutesPass(59);
    expect(await note()).toEqual([]);
    await minutesPass(1);
    expect(await note()).toEqual(['a101']);
  });

  it('starts anew when its item was there in between', async () => {
    await note();
    await minutesPass(90);
    await missing.found(backend.id, ['a101']);
    expect(await note()).toEqual([]);
  });

  it('is remembered when it went, and its item stays', async () => {
    await note();
    expect(await missing.archive(backend, ['a101'])).toBe(1);
    expect(await stage.rows('SELECT remote_id FROM observation WHERE backend_id = $1', [backend.id])).toEqual(
      [],
    );
    expect(await stage.rows('SELECT id FROM item WHERE id = $1', [itemId])).toHaveLength(1);
    expect(
      await stage.rows('SELECT archived_at IS NOT NULL AS archived FROM missing_copy WHERE backend_id = $1', [
        backend.id,
      ]),
    ).toEqual([{ archived: true }]);
  });
});
