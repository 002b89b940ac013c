import { resolve } from 'node:path';
import express, { type Request, type RequestHandler, type Response } from 'express';

/** The build puts a hash of the content into the name, so such a file never changes. */
const HASHED = /-[\w-]{8}\.\w+$/;
/** Files lie at the top or in `media`; a page below may end like one: `/logs/task.20260102.log`. */
const FILE = /^\/(media\/)?[^/]+\.\w+$/;
const NEVER_CHANGES = 'public, max-age=31536000, immutable';
const ASK_EACH_TIME = 'no-cache';

const setCaching = (response: Response, path: string): void => {
  response.setHeader('Cache-Control', HASHED.test(path) ? NEVER_CHANGES : ASK_EACH_TIME);
};

/** Serves the built UI; every address that is no file is a page of it, which the UI itself finds. */
export function serveUi(folder: string): RequestHandler {
  const root = resolve(folder);
  const files = express.static(root, { index: false, redirect: false, setHeaders: setCaching });
  const page: RequestHandler = (request, response, next) => {
    request.url = '/index.html';
    files(request, response, next);
  };
  return (request, response, next) => {
    if (!isRead(request) || request.path.startsWith('/v1/')) next();
    else
      files(request, response, (error?: unknown) => {
        if (error === undefined && isPage(request)) page(request, response, next);
        else next(error);
      });
  };
}

const isRead = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

/** A file that is missing must be missing, not a page. */
const isPage = ({ path }: Request): boolean => !FILE.test(path);
