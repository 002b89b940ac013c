import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ListModel, type ModelBackend } from '../testing/list-model.js';
import { tries } from '../testing/runs.js';

const RUNS = tries(400, process.env['WS_TEST_HISTORIES']);
const TITLES = ['Friday', 'Rainy evening', 'To show'];
const ITEMS = [1, 2, 3, 4, 5];

type Act =
  | { readonly kind: 'make'; readonly on: number; readonly title: string; readonly items: readonly number[] }
  | { readonly kind: 'edit'; readonly on: number; readonly which: number; readonly items: readonly number[] }
  | { readonly kind: 'rename'; readonly on: number; readonly which: number; readonly title: string }
  | { readonly kind: 'drop'; readonly on: number; readonly which: number }
  | { readonly kind: 'sync'; readonly unread: readonly number[] };

const on = fc.integer({ min: 1, max: 3 });
const which = fc.integer({ min: 0, max: 2 });
const items = fc.array(fc.constantFrom(...ITEMS), { minLength: 1, maxLength: 4 });
const title = fc.constantFrom(...TITLES);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('make' as const), on, title, items }),
  fc.record({ kind: fc.constant('edit' as const), on, which, items }),
  fc.record({ kind: fc.constant('rename' as const), on, which, title }),
  fc.record({ kind: fc.constant('drop' as const), on, which }),
  fc.record({ kind: fc.constant('sync' as const), unread: fc.uniqueArray(on, { maxLength: 2 }) }),
);
const roles = fc.record({ isSource: fc.boolean(), isTarget: fc.boolean() });
const world = fc.tuple(
  fc.tuple(roles, roles, roles),
  fc.tuple(...[1, 2, 3].map(() => fc.uniqueArray(fc.constantFrom(...ITEMS), { minLength: 2 }))),
);

type Setting = readonly [
  readonly { readonly isSource: boolean; readonly isTarget: boolean }[],
  readonly (readonly number[])[],
];

function modelOf([role, has]: Setting): ListModel {
  return new ListModel(
    [1, 2, 3].map((id): ModelBackend => ({
      id,
      name: `backend${id}`,
      lists: [],
      has: new Set(has[id - 1]),
      isSource: role[id - 1]?.isSource ?? true,
      isTarget: role[id - 1]?.isTarget ?? true,
    })),
  );
}

function play(model: ListModel, step: Act): void {
  model.now += 10;
  if (step.kind === 'sync') {
    model.sync(step.unread);
    return;
  }
  const { lists, has } = model.backend(step.on);
  if (step.kind === 'make') {
    // A person cannot add what the server does not have.
    model.make(
      step.on,
      step.title,
      step.items.filter((item) => has.has(item)),
    );
    return;
  }
  const list = lists[step.which];
  if (!list) return;
  if (step.kind === 'drop') model.drop(step.on, list.id);
  if (step.kind === 'rename') list.title = step.title;
  if (step.kind === 'edit') list.items = step.items.filter((item) => has.has(item));
  list.changedAt = model.now;
}

const settle = (model: ListModel): void => {
  for (let run = 0; run < 6; run += 1) model.sync();
};

describe('playlists of any history', () => {
  it('come to rest: a run after which nobody did anything writes nothing', () => {
    fc.assert(
      fc.property(world, fc.array(act, { maxLength: 14 }), (setting, acts) => {
        const model = modelOf(setting);
        for (const step of acts) play(model, step);
        settle(model);
        expect(model.sync()).toEqual([]);
      }),
      RUNS,
    );
  });

  it('are the same everywhere in the end, where all items are', () => {
    const everything = fc.constant([
      [
        { isSource: true, isTarget: true },
        { isSource: true, isTarget: true },
        { isSource: true, isTarget: true },
      ],
      [ITEMS, ITEMS, ITEMS],
    ] as const);
    fc.assert(
      fc.property(everything, fc.array(act, { maxLength: 14 }), (setting, acts) => {
        const model = modelOf(setting);
        for (const step of acts) play(model, step);
        settle(model);
        const shown = model.backends.map(({ lists }) =>
          lists
            .filter((list) => list.items.length > 0 && isLinked(model, list.id))
            .map((list) => [list.title, ...list.items].join())
            .sort(),
        );
        expect(shown[1]).toEqual(shown[0]);
        expect(shown[2]).toEqual(shown[0]);
      }),
      RUNS,
    );
  });

  it('are not deleted by what was not read, or was missing once', () => {
    fc.assert(
      fc.property(
        world,
        fc.array(act, { maxLength: 10 }),
        fc.record({ unread: fc.uniqueArray(on), hidden: on }),
        (setting, acts, { unread, hidden }) => {
          const model = modelOf(setting);
          for (const step of acts) play(model, step);
          settle(model);
          // One server shows nothing at all, once; others are not read.
          const backend = model.backend(hidden);
          const kept = backend.lists.splice(0);
          expect(model.sync(unread).filter(({ action }) => action === 'delete')).toEqual([]);
          backend.lists.push(...kept.filter(({ id }) => !backend.lists.some((list) => list.id === id)));
          model.sync();
          const lost = kept.filter(({ id }) => !backend.lists.some((list) => list.id === id));
          expect(
            lost.filter(({ title: name }) => !backend.lists.some((list) => list.title === name)),
          ).toEqual([]);
        },
      ),
      RUNS,
    );
  });

  it('write only to targets, and never to a list that is smart or read-only', () => {
    fc.assert(
      fc.property(
        world,
        fc.array(act, { maxLength: 8 }),
        fc.array(act, { minLength: 1, maxLength: 6 }),
        (setting, acts, later) => {
          const model = modelOf(setting);
          for (const step of acts) play(model, step);
          settle(model);
          const { lists } = model.backend(1);
          for (const list of lists) list.hindrance = 'smart';
          const fixed = lists.map(({ id }) => id);
          for (const step of later) if (step.kind === 'sync' || step.on !== 1) play(model, step);
          for (const write of model.sync()) expect(model.backend(write.backendId).isTarget).toBe(true);
          expect(lists.map(({ id }) => id)).toEqual(expect.arrayContaining(fixed));
        },
      ),
      RUNS,
    );
  });

  it('never lose an item on its source because a target lacks it', () => {
    fc.assert(
      fc.property(items, fc.uniqueArray(fc.constantFrom(...ITEMS)), (wanted, has) => {
        const both = { isSource: true, isTarget: true };
        const model = modelOf([
          [both, both, both],
          [ITEMS, has, ITEMS],
        ]);
        model.make(1, 'Friday', wanted);
        settle(model);
        const copy = model.backend(2).lists[0];
        // Even when the part looks newer than anything else.
        if (copy) copy.changedAt = model.now + 50;
        settle(model);
        expect(model.backend(1).lists).toMatchObject([{ title: 'Friday', items: wanted }]);
        expect(model.backend(3).lists).toMatchObject([{ title: 'Friday', items: wanted }]);
      }),
      RUNS,
    );
  });
});

const isLinked = (model: ListModel, id: string): boolean =>
  model.known.some(({ remoteId }) => remoteId === id);
