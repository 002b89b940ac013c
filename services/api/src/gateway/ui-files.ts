import { resolve } from 'node:path';
import express, { type RequestHandler, type Response } from 'express';

/** The build puts a hash of the content into the name, so such a file never changes. */
const HASHED = /-[A-Z0-9]{8}\.\w+$/;
const NEVER_CHANGES = 'public, max-age=31536000, immutable';
const ASK_EACH_TIME = 'no-cache';

const setCaching = (response: Response, path: string): void => {
  response.setHeader('Cache-Control', HASHED.test(path) ? NEVER_CHANGES : ASK_EACH_TIME);
};

/** Serves the built UI; every address that is no file is a page of it, which the UI itself finds. */
export function serveUi(folder: string): RequestHandler {
  const root = resolve(folder);
  const files = express.static(root, { index: false, redirect: false, setHeaders: setCaching });
  return (request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || request.path.startsWith('/v1/')) {
      next();
      return;
    }
    files(request, response, (error?: unknown) => {
      if (error !== undefined || !isPage(request.path)) next(error);
      else
        response.sendFile(
          'index.html',
          { root, cacheControl: false, headers: { 'Cache-Control': ASK_EACH_TIME } },
          next,
        );
    });
  };
}

/** A file that is missing must be missing, not a page. */
const isPage = (path: string): boolean => !/\.\w+$/.test(path);
