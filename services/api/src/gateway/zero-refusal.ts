import type { RequestHandler } from 'express';
import { ApiProblem } from '../http/api-problem.js';
import { refuseWith } from '../http/refuse-with.js';

/** No name and no text here holds the character zero, and no database takes it. */
export const refuseZeros: RequestHandler = (request, response, next) => {
  if (/%00|\0/.test(request.url)) refuseWith(unreadable(), response);
  else next();
};

const unreadable = (): ApiProblem =>
  new ApiProblem(400, 'unreadable-request', 'The address holds a character that no address may hold.');
