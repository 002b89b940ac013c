import type { CookieOptions, Request, Response } from 'express';
import { SESSION_COOKIE } from './credentials.js';

const options = ({ secure }: Request): CookieOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'strict',
  secure,
});

export function setSessionCookie(response: Response, token: string, lifeSeconds: number): void {
  response.cookie(SESSION_COOKIE, token, { ...options(response.req), maxAge: lifeSeconds * 1_000 });
}

export function clearSessionCookie(response: Response): void {
  response.clearCookie(SESSION_COOKIE, options(response.req));
}
