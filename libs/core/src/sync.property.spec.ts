import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samePosition } from './play-state.js';
import { NOW } from './testing/build.js';
import { tries } from './testing/runs.js';
import { NAMES, SyncModel, type Name } from './testing/sync-model.js';
import { stateOf, type Truth } from './truth.js';

interface Step {
  readonly act: Act;
  readonly at: Name;
  /** Seconds since the step before. */
  readonly gap: number;
  readonly positionMs: number;
}

const ACTS = {
  watch: (model: SyncModel, { at }: Step) => model.server(at).finish(),
  start: (model: SyncModel, { at }: Step) => model.server(at).start(),
  pause: (model: SyncModel, { at, positionMs }: Step) => model.server(at).pause(positionMs),
  mark: (model: SyncModel, { at }: Step) => model.server(at).mark(),
  unmark: (model: SyncModel, { at }: Step) => model.server(at).unmark(),
  replace: (model: SyncModel, { at }: Step) => model.server(at).replace(),
  'mark in our UI': (model: SyncModel) => model.decide(true),
  'unmark in our UI': (model: SyncModel) => model.decide(false),
  import: (model: SyncModel, { at }: Step) => model.import(at),
  'half import': (model: SyncModel, { at }: Step) => model.halfImport(at),
  'begin import': (model: SyncModel, { at }: Step) => model.beginImport(at),
  'apply page': (model: SyncModel, { at }: Step) => model.applyPage(at),
  'finish import': (model: SyncModel, { at }: Step) => model.finishImport(at, true),
  ring: (model: SyncModel, { at }: Step) => model.ring(at),
  'ring over budget': (model: SyncModel, { at }: Step) => model.ring(at, false),
  export: (model: SyncModel, { at }: Step) => model.export(at),
  'export killed before the call': (model: SyncModel, { at }: Step) => model.export(at, 'killed before'),
  'export killed after the call': (model: SyncModel, { at }: Step) => model.export(at, 'killed after'),
  'failed export': (model: SyncModel, { at }: Step) => model.export(at, 'failed'),
  'lost export': (model: SyncModel, { at }: Step) => model.export(at, 'lost'),
} as const satisfies Record<string, (model: SyncModel, step: Step) => void>;
type Act = keyof typeof ACTS;

const steps = fc.array(
  fc.record<Step>({
    act: fc.constantFrom(...(Object.keys(ACTS) as Act[])),
    at: fc.constantFrom(...NAMES),
    gap: fc.oneof(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 16, max: 20_000 })),
    positionMs: fc.constantFrom(120_000, 600_000, 1_200_000),
  }),
  { maxLength: 30, size: 'max' },
);

function live(model: SyncModel, history: readonly Step[]): void {
  for (const step of history) {
    model.now += step.gap;
    model.story.push(`${model.now} ${step.at} ${step.act}`);
    ACTS[step.act](model, step);
  }
}

/** Everything is imported, then exported. */
function round(model: SyncModel): void {
  for (const name of NAMES) {
    model.now += 5;
    model.import(name);
  }
  for (const name of NAMES) {
    model.now += 5;
    model.export(name);
  }
}

/**
 * Where servers and truth differ. A person who did something later there that shows in nothing but a date is drift by
 * contract: no news (5.1, scenario 179), and not to be overwritten (5.7).
 */
function disagreements(model: SyncModel): string[] {
  const { watched, positionMs } = stateOf(model.truth);
  return NAMES.filter((name) => {
    const server = model.server(name);
    const shown = server.read();
    const differs = shown.watched !== watched || (!watched && !samePosition(shown.positionMs, positionMs));
    return (
      differs && !(model.truth.kind !== 'played' && server.actedAt > lastWord(model.truth, shown.watched))
    );
  });
}

const lastWord = ({ decidedAt, positionAt }: Truth, watched: boolean): number =>
  (watched ? decidedAt : positionAt) ?? Infinity;

const tell = (model: SyncModel): string =>
  [
    ...model.story,
    JSON.stringify(model.truth),
    ...NAMES.map((name) => JSON.stringify(model.server(name).read())),
  ].join('\n');

function settle(model: SyncModel): void {
  for (const name of NAMES) model.finishImport(name, false);
  model.now += 600;
  round(model);
  round(model);
  expect(disagreements(model), tell(model)).toEqual([]);
  const before = model.writes;
  round(model);
  expect(model.writes - before, tell(model)).toBe(0);
}

describe('three servers, a person and a sync that is interrupted anywhere', () => {
  it('agree after two quiet rounds, need no write after that, and are never unmarked by nobody', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const model = new SyncModel(NOW);
        live(model, history);
        settle(model);
      }),
      tries(5_000, process.env['WS_TEST_HISTORIES']),
    );
  });
});
