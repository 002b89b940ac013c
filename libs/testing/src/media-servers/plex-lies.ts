import type { FakeReply } from './http-reply.js';

type Values = Readonly<Record<string, unknown>>;

/** What a server, or a proxy before it, may say that is not so. All hold until they are taken back. */
export interface PlexLies {
  /** Lists hold only the first half of what was asked for, while the totals stay. */
  readonly halfPages?: boolean;
  /** The total that every list claims. */
  readonly total?: number;
  /** The offset that every list claims. */
  readonly offset?: number;
  /** A proxy drops the headers that it does not know, and the body tells no total. */
  readonly dropsTotals?: boolean;
  /** Every JSON answer ends in the middle, with a length to match. */
  readonly cutJson?: boolean;
  /** The machine id of another server. */
  readonly uuid?: string;
}

/** An answer as the liar gives it. */
export function lied(lies: PlexLies, reply: FakeReply): FakeReply {
  if (Object.keys(lies).length === 0 || reply.headers?.['Content-Type'] !== 'application/json') return reply;
  const whole = JSON.parse(String(reply.body)) as { readonly MediaContainer?: Values };
  const container = liedContainer(lies, whole.MediaContainer ?? {});
  const body = JSON.stringify({ MediaContainer: container });
  return {
    ...reply,
    headers: liedHeaders(lies, reply.headers),
    body: lies.cutJson ? body.slice(0, Math.floor(body.length / 2)) : body,
  };
}

function liedContainer({ halfPages, total, offset, uuid, dropsTotals }: PlexLies, values: Values): Values {
  const rows = values['Metadata'];
  const half = halfPages && Array.isArray(rows) ? rows.slice(0, Math.floor(rows.length / 2)) : rows;
  const { totalSize, offset: told, ...rest } = values;
  const isList = totalSize !== undefined && !dropsTotals;
  return {
    ...rest,
    ...(half === undefined ? {} : { Metadata: half }),
    ...(isList && { totalSize: total ?? totalSize, offset: offset ?? told }),
    ...(uuid !== undefined && 'machineIdentifier' in values && { machineIdentifier: uuid }),
  };
}

function liedHeaders(
  { total, offset, dropsTotals }: PlexLies,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const own = Object.entries(headers).filter(
    ([name]) => !(dropsTotals && name.startsWith('X-Plex-Container')),
  );
  const lies = new Map([
    ['X-Plex-Container-Total-Size', total],
    ['X-Plex-Container-Start', offset],
  ]);
  return Object.fromEntries(own.map(([name, value]) => [name, String(lies.get(name) ?? value)]));
}
