import type { FakeMediaServer, FakeTitle, Fault } from './fake-media-server.js';

/** What a control call got wrong, in words for the person who wrote it. */
export class BadControlCall extends Error {}

type Values = Readonly<Record<string, unknown>>;

export function valuesOf(body: string): Values {
  try {
    const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
  } catch {
    // Falls through to the one message for everything that is not an object.
  }
  throw new BadControlCall('the body must be a JSON object');
}

/** A user by id or by name. */
export function userIdOf({ users }: FakeMediaServer, { user }: Values): string {
  const found = users.find(({ id, name }) => id === user || name === user);
  if (!found) throw new BadControlCall(`there is no user ${String(user)}`);
  return found.id;
}

/** An item by its native id, or by `title`, `season` and `episode`. */
export function itemIdOf(server: FakeMediaServer, { id, title, season, episode }: Values): string {
  if (typeof id === 'string' && id !== '') return id;
  if (typeof title !== 'string') throw new BadControlCall('name an item by id or by title');
  const place = { season: optionalNumber(season, 'season'), episode: optionalNumber(episode, 'episode') };
  return server.idOf({ title, ...defined(place) });
}

export function numberOf(values: Values, key: string, fallback?: number): number {
  const number = optionalNumber(values[key], key) ?? fallback;
  if (number === undefined) throw new BadControlCall(`${key} must be a number`);
  return number;
}

/** `match` comes as the text of a regular expression. */
export function faultOf({ match, after, times, kind }: Values): Fault {
  if (typeof kind !== 'object' || kind === null)
    throw new BadControlCall('kind must be an object, see Fault');
  const counts = { after: optionalNumber(after, 'after'), times: optionalNumber(times, 'times') };
  return {
    ...defined(counts),
    ...(typeof match === 'string' && { match: new RegExp(match) }),
    kind: faultKind({ ...kind }),
  };
}

export function titleOf(values: Values): FakeTitle {
  const { type, title } = values;
  if (type !== 'movie' && type !== 'episode') throw new BadControlCall('type must be movie or episode');
  if (typeof title !== 'string' || title === '') throw new BadControlCall('title must be a text');
  return { ...values, type, title };
}

const STATUSES = [401, 403, 404, 500, 503] as const;

function faultKind(kind: Values): Fault['kind'] {
  const status = STATUSES.find((one) => one === kind['status']);
  if (status !== undefined) return { status };
  if (kind['status'] === 429)
    return { status: 429, retryAfterSeconds: numberOf(kind, 'retryAfterSeconds', 1) };
  if (kind['html'] === true) return { html: true };
  if (kind['reset'] === true) return { reset: true };
  if (kind['truncate'] === true) return { truncate: true };
  if (kind['pretend'] === true) return { pretend: true };
  if (typeof kind['redirectTo'] === 'string') return { redirectTo: kind['redirectTo'] };
  if (typeof kind['answer'] === 'string') return { answer: kind['answer'] };
  if ('delayMs' in kind) return { delayMs: numberOf(kind, 'delayMs') };
  throw new BadControlCall('kind is none of the known faults, see Fault');
}

function optionalNumber(value: unknown, key: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) throw new BadControlCall(`${key} must be a number`);
  return number;
}

/** Drops what is undefined, so that an absent value stays absent. */
function defined(values: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
