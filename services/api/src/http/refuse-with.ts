import type { ServerResponse } from 'node:http';
import type { ApiProblem } from './api-problem.js';

/** Answers with the error envelope (rest-api.md 1.4). */
export function refuseWith({ status, key, message, detail }: ApiProblem, response: ServerResponse): void {
  if (response.headersSent) {
    // The answer has begun; cutting it off is the only honest end.
    response.destroy();
    return;
  }
  const { fields, headers = {}, extra } = detail;
  const request_id = response.getHeader('X-Request-Id');
  const error = { code: status, key, message, ...(fields ? { fields } : {}), request_id };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.statusCode = status;
  response.end(JSON.stringify({ error, ...extra }));
}
