import { json, type RequestHandler } from 'express';
import { API } from '../http/prefix.js';

/** Where a body may hold thousands of ids, or a whole file. */
export const LARGE_BODY_PATHS = ['history/bulk', 'system/servers/import'].map((path) => `/${API}/${path}`);

const reader = json({ limit: '1mb' });

/** A name of its own: Nest leaves out its reader where it finds one of the same name. */
export const readLargeBodies: RequestHandler = (request, response, next) => {
  reader(request, response, next);
};
