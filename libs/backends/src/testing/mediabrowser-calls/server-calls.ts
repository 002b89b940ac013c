import { FakeJellyfin } from '#libs/testing';
import { backendOf } from '../../registry.js';
import { onlyOn, placeOf, type Asked, type Call } from './call.js';

const register = ({ to, manners }: Asked, url: string): Promise<unknown> =>
  backendOf(to.type).registerHook(to, url, manners);

/** Only what is not there yet is written. */
let hooks = 100;
function registerAnother(asked: Asked): Promise<unknown> {
  hooks += 1;
  return register(asked, `https://here.test/v1/api/webhook/b${hooks}-another`);
}

async function signedIn({ to, server, manners }: Asked): Promise<string> {
  const [user] = server.users;
  if (!user) throw new Error('nobody is there');
  const who = { username: user.name, password: server.passwordOf(user) };
  return (await backendOf(to.type).signIn?.(placeOf(to), who, manners))?.token ?? '';
}

async function keyMade({ to, server, manners }: Asked): Promise<void> {
  const [user] = server.users;
  if (!user) throw new Error('nobody is there');
  const who = { username: user.name, password: server.passwordOf(user) };
  await backendOf(to.type).makeKey?.(placeOf(to), who, manners);
}

/** The server itself, its people, how they are let in, and its webhooks. */
export const SERVER_CALLS: Readonly<Record<string, Call>> = {
  'who answers here': {
    numbers: 'C01, C02',
    ask: ({ client }) => client.inspect.details(),
    lines: { legacy: /^GET \/System\/Info$/ },
    isRead: true,
  },
  'whose token it is': {
    numbers: 'C03, C05',
    ask: ({ client }) => client.validate(),
    lines: { legacy: /^GET \/(Users\/Me|Sessions\?DeviceId=\S+)$/ },
    isRead: true,
  },
  'all users': {
    numbers: 'C04',
    ask: ({ client }) => client.users(),
    lines: { legacy: /^GET \/Users$/ },
    isRead: true,
  },
  'sessions now playing': {
    numbers: 'C20',
    ask: ({ client }) => client.inspect.nowPlaying(),
    lines: { legacy: /^GET \/Sessions$/ },
    isRead: true,
  },
  'plugins, for webhooks': {
    numbers: 'C21',
    ask: ({ client }) => client.inspect.capabilities(),
    lines: { legacy: /^GET \/Plugins$/ },
    isRead: true,
    missingIn: ({ type }) => (type === 'emby' ? 'sends webhooks without one' : null),
  },
  'settings of the plugin': {
    numbers: 'C22',
    ask: (asked) => register(asked, 'https://here.test/v1/api/webhook/b7-known'),
    lines: { legacy: /^GET \/Plugins\/\w+\/Configuration$/ },
    isRead: true,
    missingIn: onlyOn('jellyfin'),
  },
  'save them': {
    numbers: 'C22',
    ask: registerAnother,
    lines: { legacy: /^POST \/Plugins\/\w+\/Configuration$/ },
    isRead: false,
    missingIn: onlyOn('jellyfin'),
  },
  'webhook notifications': {
    numbers: 'C23',
    ask: (asked) => register(asked, 'https://here.test/v1/api/webhook/b7-known'),
    lines: { legacy: /^GET \/Notifications\/Services\/Configured\?UserId=U$/ },
    isRead: true,
    missingIn: onlyOn('emby'),
  },
  'save one': {
    numbers: 'C23',
    ask: registerAnother,
    lines: { legacy: /^POST \/Notifications\/Services\/Configured\?UserId=U$/ },
    isRead: false,
    missingIn: onlyOn('emby'),
  },
  'test one': {
    numbers: 'C24',
    ask: async (asked) => {
      const url = 'http://127.0.0.1:9/v1/api/webhook/b7-known';
      await register(asked, url);
      await backendOf(asked.to.type).testHook?.(asked.to, url, asked.manners);
    },
    lines: { legacy: /^POST \/Notifications\/Services\/Test$/ },
    isRead: false,
    missingIn: onlyOn('emby'),
  },
  'sign in': {
    numbers: 'C06',
    ask: (asked) => signedIn(asked),
    lines: { legacy: /^POST \/Users\/AuthenticateByName$/ },
    isRead: true,
  },
  'sign out': {
    numbers: 'C07',
    ask: async (asked) => {
      const token = await signedIn(asked);
      await backendOf(asked.to.type)
        .connect({ ...asked.to, token }, asked.manners)
        .signOut?.();
    },
    lines: { legacy: /^POST \/Sessions\/Logout$/ },
    isRead: false,
  },
  'begin a Quick Connect': {
    numbers: 'C31',
    ask: ({ to, manners }) =>
      backendOf(to.type).quickConnect?.begin(placeOf(to), manners) ?? Promise.resolve(),
    lines: { legacy: /^GET \/QuickConnect\/Initiate$/, modern: /^POST \/QuickConnect\/Initiate$/ },
    isRead: true,
    missingIn: onlyOn('jellyfin'),
  },
  'look at a Quick Connect': {
    numbers: 'C31',
    ask: ({ to, quickCode: { secret }, manners }) =>
      backendOf(to.type).quickConnect?.finish(placeOf(to), secret, manners) ?? Promise.resolve(),
    lines: { legacy: /^GET \/QuickConnect\/Connect\?secret=/ },
    isRead: true,
    missingIn: onlyOn('jellyfin'),
  },
  'finish a Quick Connect': {
    numbers: 'C31',
    ask: async (asked) => {
      const { quickConnect } = backendOf(asked.to.type);
      const place = placeOf(asked.to);
      const begun = await quickConnect?.begin(place, asked.manners);
      if (begun && asked.server instanceof FakeJellyfin)
        asked.server.confirmCode(begun.code, asked.server.users[0]?.id ?? '');
      await quickConnect?.finish(place, begun?.secret ?? '', asked.manners);
    },
    lines: { legacy: /^POST \/Users\/AuthenticateWithQuickConnect$/ },
    isRead: true,
    missingIn: onlyOn('jellyfin'),
  },
  'API keys': {
    numbers: 'C32',
    ask: (asked) => keyMade(asked),
    lines: { legacy: /^GET \/Auth\/Keys$/ },
    isRead: true,
  },
  'make an API key': {
    numbers: 'C32',
    ask: async (asked) => {
      asked.server.forgetKeys();
      await keyMade(asked);
    },
    lines: { legacy: /^POST \/Auth\/Keys\?App=WatchState$/ },
    isRead: false,
  },
};
