import { describe, expect, it } from 'vitest';
import type { PlayState } from '#libs/core';
import { stepsBetween, stepsWithoutPositions } from './state-writer.js';

const fresh: PlayState = { watched: false, positionMs: 0 };
const watched: PlayState = { watched: true, positionMs: 0 };
const half: PlayState = { watched: false, positionMs: 900_000 };
const again: PlayState = { watched: true, positionMs: 900_000 };

describe('the steps', () => {
  it.each([
    [fresh, fresh, { mark: null, positionMs: null }],
    [watched, watched, { mark: null, positionMs: null }],
    [half, { ...half, positionMs: 900_900 }, { mark: null, positionMs: null }],
    [again, again, { mark: null, positionMs: null }],
    [fresh, watched, { mark: 'played', positionMs: null }],
    [fresh, half, { mark: null, positionMs: 900_000 }],
    [fresh, again, { mark: 'played', positionMs: 900_000 }],
    [half, fresh, { mark: null, positionMs: 0 }],
    [half, watched, { mark: 'played', positionMs: null }],
    [half, again, { mark: 'played', positionMs: 900_000 }],
    [watched, fresh, { mark: 'unplayed', positionMs: null }],
    [watched, half, { mark: 'unplayed', positionMs: 900_000 }],
    [watched, again, { mark: null, positionMs: 900_000 }],
    [again, watched, { mark: null, positionMs: 0 }],
    [again, fresh, { mark: 'unplayed', positionMs: null }],
    [again, half, { mark: 'unplayed', positionMs: 900_000 }],
  ])('from %j to %j are %j', (current, wanted, steps) => {
    expect(stepsBetween(current, wanted)).toEqual(steps);
  });
});

describe('the steps on a server that stores no positions', () => {
  it.each([
    [fresh, watched, 'played'],
    [half, again, 'played'],
    [watched, half, 'unplayed'],
    [half, fresh, 'unplayed'],
    [watched, watched, null],
  ])('from %j to %j are: mark %s', (current, wanted, mark) => {
    expect(stepsWithoutPositions(current, wanted)).toEqual({ mark, positionMs: null });
  });

  it.each([
    [fresh, half],
    [watched, again],
    [again, watched],
    [half, { watched: false, positionMs: 1_800_000 }],
  ])('from %j to %j are none', (current, wanted) => {
    expect(stepsWithoutPositions(current, wanted)).toBeNull();
  });
});
