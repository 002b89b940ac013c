import { samePosition } from '../play-state.js';
import { stateOf, type Truth } from '../truth.js';
import { NAMES, type Name, type SyncModel } from './sync-model.js';

export interface Step {
  readonly act: Act;
  readonly at: Name;
  /** Seconds since the step before. */
  readonly gap: number;
  readonly positionMs: number;
}

/** All that may happen. */
export const ACTS = {
  watch: (model: SyncModel, { at }: Step) => {
    model.server(at).start();
    model.server(at).finish();
  },
  finish: (model: SyncModel, { at }: Step) => model.server(at).finish(),
  start: (model: SyncModel, { at }: Step) => model.server(at).start(),
  pause: (model: SyncModel, { at, positionMs }: Step) => model.server(at).pause(positionMs),
  mark: (model: SyncModel, { at }: Step) => model.server(at).mark(),
  unmark: (model: SyncModel, { at }: Step) => model.server(at).unmark(),
  replace: (model: SyncModel, { at }: Step) => model.server(at).replace(),
  'mark in our UI': (model: SyncModel) => model.decide(true),
  'unmark in our UI': (model: SyncModel) => model.decide(false),
  'import all': (model: SyncModel) => importAll(model),
  'export all': (model: SyncModel) => exportAll(model),
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
export type Act = keyof typeof ACTS;

export function live(model: SyncModel, history: readonly Step[]): void {
  for (const step of history) {
    model.now += step.gap;
    model.story.push(`${model.now} ${step.at} ${step.act}`);
    ACTS[step.act](model, step);
  }
}

export function importAll(model: SyncModel, order: readonly Name[] = NAMES): void {
  for (const name of order) {
    model.now += 5;
    model.import(name);
  }
}

export function exportAll(model: SyncModel): void {
  for (const name of NAMES) {
    model.now += 5;
    model.export(name);
  }
}

export function round(model: SyncModel): void {
  importAll(model);
  exportAll(model);
}

/**
 * Where servers and truth differ. A person who did something later there that shows in nothing but a date is drift by
 * contract: no news (5.1, scenario 179), and not to be overwritten (5.7).
 */
export function disagreements(model: SyncModel): string[] {
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

/** What happened, for the message of a failed proof. */
export const tell = (model: SyncModel): string =>
  [
    ...model.story,
    JSON.stringify(model.truth),
    ...NAMES.map((name) => JSON.stringify(model.server(name).read())),
  ].join('\n');
