import { createHash } from 'node:crypto';
import { Refused, type FakeCall } from '../http-fake.js';
import type { FakeReply } from '../http-reply.js';
import type { PictureKind } from './pictures.js';
import { checkedId, type RouteTable, type Site } from './site.js';

const KINDS: readonly string[] = ['primary', 'backdrop'];

/** Pictures are shown to anybody (integration facts C30). */
export const imageRoutes: RouteTable = (site, at) => [
  {
    methods: ['GET'],
    path: at('/Items/{id}/Images/{kind}'),
    open: true,
    handle: (call, id = '', kind = '') => picture(site, call, { id, kind: kind.toLowerCase() }),
  },
];

function picture(
  site: Site,
  call: FakeCall,
  wanted: { readonly id: string; readonly kind: string },
): FakeReply {
  if (!isKind(wanted.kind)) throw new Refused(400);
  const entry = site.catalogue.find(checkedId(site, wanted.id));
  const found = entry && site.pictures.of(entry, wanted.kind);
  if (!found) throw new Refused(404);
  const modified = new Date(found.modifiedAt * 1000);
  const headers = {
    'Content-Type': found.contentType,
    'Last-Modified': modified.toUTCString(),
    ETag: `"${createHash('md5').update(found.bytes).digest('hex')}"`,
    'Cache-Control': 'public, max-age=31536000',
  };
  const since = Date.parse(call.headers['if-modified-since'] ?? '');
  if (since >= modified.getTime()) return { status: 304, headers, body: '' };
  return { status: 200, headers, body: found.bytes };
}

const isKind = (kind: string): kind is PictureKind => KINDS.includes(kind);
