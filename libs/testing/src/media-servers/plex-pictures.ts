import { Refused, type FakeCall, type Route } from './http-fake.js';
import { empty, type FakeReply } from './http-reply.js';

/** The smallest picture there is: one grey dot. */
const DOT = Buffer.from('R0lGODlhAQABAIAAAICAgAAAACwAAAAAAQABAAACAkQBADs=', 'base64');

/** Posters and backgrounds, below the path of their item; the number at the end changes with the picture. */
export function pictureRoutes(knows: (call: FakeCall, id: string) => boolean): readonly Route[] {
  const handle = (call: FakeCall, ...[id = '', version = '']: string[]): FakeReply => {
    if (!knows(call, id)) throw new Refused(404);
    const modified = new Date(Number(version) * 1000).toUTCString();
    if (call.headers['if-modified-since'] === modified) return empty(304);
    const headers = { 'Content-Type': 'image/gif', 'Last-Modified': modified, ETag: `"${id}-${version}"` };
    return { status: 200, headers, body: DOT };
  };
  return [{ methods: ['GET'], path: /^\/library\/metadata\/(\d+)\/(?:thumb|art)\/(\d+)$/, handle }];
}
