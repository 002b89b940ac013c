import { ForbiddenException, NotFoundException } from '@nestjs/common';
import { BackendError, type BackendErrorCode } from '#libs/backends';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from './api-problem.js';
import { problemOf } from './problem-of.js';

const backendError = (key: BackendErrorCode): BackendError =>
  new BackendError(key, 'The server refused the token.', { hint: 'Make a new one.' });

describe('a problem', () => {
  it('that is one already stays as it is', () => {
    const problem = new ApiProblem(409, 'busy', 'Busy.');
    expect(problemOf(problem)).toBe(problem);
  });

  it.each([
    ['token-rejected', 502],
    ['forbidden', 502],
    ['timeout', 504],
    ['rate-limited', 503],
  ] as const)('of a media server, %s, is %d and never the end of a session', (key, status) => {
    expect(problemOf(backendError(key))).toMatchObject({
      status,
      key,
      message: 'The server refused the token. Make a new one.',
    });
  });

  it.each([
    [new NotFoundException('Cannot GET /secret/path'), 404, 'no-such-route'],
    [new ForbiddenException(), 403, 'refused'],
    [Object.assign(new Error('request entity too large'), { status: 413 }), 413, 'too-large'],
    [Object.assign(new Error('Unexpected token'), { status: 400 }), 400, 'unreadable-request'],
  ])('of the framework is told in our words', (error, status, key) => {
    const problem = problemOf(error);
    expect(problem).toMatchObject({ status, key });
    expect(problem?.message).not.toContain(error.message);
  });

  it.each([new Error('boom'), Object.assign(new Error('boom'), { status: 503 }), 'boom', null, undefined])(
    'that nobody expected is none: %s',
    (error) => {
      expect(problemOf(error)).toBeNull();
    },
  );
});
