import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeEmby } from '../fake-emby.js';
import { FakeJellyfin } from '../fake-jellyfin.js';
import { ask } from './ask.js';
import type { FakeMediaBrowser } from './fake-mediabrowser.js';

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const NOW = Date.UTC(2026, 8, 20, 20, 14, 5) / 1000;
const EPISODE = {
  type: 'episode',
  title: 'Tide Tables',
  year: 2020,
  season: 1,
  episode: 2,
  lastEpisode: 3,
  episodeTitle: 'The "Low" Tide',
  guids: { tvdb: '7700222' },
  runtimeMs: 2_700_000,
} as const;

const heard: Heard[] = [];
let receiver: Server;
let address = '';
let server: FakeMediaBrowser | null = null;

beforeEach(async () => {
  heard.length = 0;
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const bound = receiver.address();
  address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}/hook`;
});

afterEach(async () => {
  await server?.stop();
  receiver.closeAllConnections();
  receiver.close();
});

async function started<Kind extends FakeMediaBrowser>(fake: Kind): Promise<Kind> {
  server = fake;
  await fake.start();
  return fake;
}

/** The JSON in a body, be it bare or the `data` field of a form. */
function payloads(): readonly Readonly<Record<string, unknown>>[] {
  return heard.map(({ body }) => JSON.parse(/\{.*\}/s.exec(body)?.[0] ?? ''));
}

const personOf = (fake: FakeMediaBrowser): string => fake.users[1]?.id ?? '';

describe('webhooks of a fake Jellyfin', () => {
  const jellyfin = (version = '12') =>
    started(new FakeJellyfin({ version, now: () => NOW, zoneMinutes: 120 }));

  it('tell a mark as the plugin does: one flat object, as plain text, without library and path', async () => {
    const fake = await jellyfin();
    const id = fake.add(EPISODE);
    fake.play(personOf(fake), id, NOW - 60);
    expect(await fake.ring(address, { event: 'UserDataSaved', userId: personOf(fake), id })).toBe(202);
    expect(heard[0]?.headers).toMatchObject({
      'user-agent': 'Jellyfin-Server/12.0.0',
      'content-type': 'text/plain; charset=utf-8',
    });
    const [payload] = payloads();
    expect(payload).toMatchObject({
      ServerId: fake.uuid,
      NotificationType: 'UserDataSaved',
      Timestamp: '2026-09-20T22:14:05.0000000+02:00',
      UtcTimestamp: '2026-09-20T20:14:05.0000000Z',
      Name: 'The \\"Low\\" Tide',
      ItemId: id,
      ItemType: 'Episode',
      RunTime: '00:45:00',
      Year: 2020,
      SeriesName: 'Tide Tables',
      SeasonNumber: 1,
      EpisodeNumber00: '02',
      EpisodeNumberEnd: 3,
      Provider_tvdb: '7700222',
      Played: true,
      PlayCount: 1,
      LastPlayedDate: '2026-09-20T20:13:05.0000000Z',
      SaveReason: 'TogglePlayed',
      NotificationUsername: 'sam',
      UserId: personOf(fake),
    });
    expect(payload).not.toHaveProperty('Path');
  });

  it('follow a viewing; playback events never tell whether it counts as played', async () => {
    const fake = await jellyfin('10.11');
    const id = fake.add(EPISODE);
    fake.play(personOf(fake), id, NOW - 9000);
    fake.sendWebhooksTo(address);
    fake.pauseAt(personOf(fake), id, 900_000, NOW);
    await fake.webhooksSent();
    const [savedAtStart, start, savedAtStop, stop] = payloads();
    expect(savedAtStart).toMatchObject({ SaveReason: 'PlaybackStart', Played: false, PlayCount: 2 });
    expect(start).toMatchObject({ NotificationType: 'PlaybackStart', PlaybackPositionTicks: 0 });
    expect(savedAtStop).toMatchObject({
      SaveReason: 'PlaybackFinished',
      PlaybackPositionTicks: 9_000_000_000,
    });
    expect(stop).toMatchObject({ NotificationType: 'PlaybackStop', PlayedToCompletion: false });
    for (const event of [start, stop]) expect(event).not.toHaveProperty('Played');
    expect(heard).toHaveLength(4);
  });

  it('echo every write of a client with its reason', async () => {
    const fake = await jellyfin();
    const id = fake.add(EPISODE);
    fake.sendWebhooksTo(address, 'json');
    await ask(fake, `/UserPlayedItems/${id}?userId=${personOf(fake)}`, { method: 'POST' });
    await ask(fake, `/UserItems/${id}/UserData?userId=${personOf(fake)}`, {
      method: 'POST',
      body: { Played: true },
    });
    fake.setFavourite(personOf(fake), id, true);
    await fake.webhooksSent();
    expect(payloads().map(({ SaveReason }) => SaveReason)).toEqual([
      'TogglePlayed',
      'UpdateUserData',
      'UpdateUserRating',
    ]);
    expect(heard[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('go where a client registered them, for the events it named, and the settings stay as posted', async () => {
    const fake = await jellyfin();
    const path = '/Plugins/71552a5a5c5c4350a2aeebe451a30173/Configuration';
    const option = { WebhookUri: address, NotificationTypes: ['ItemAdded'], EnableWebhook: true, Unknown: 7 };
    const body = { ServerUrl: fake.url, GenericOptions: [option], SmtpOptions: [] };
    expect((await ask(fake, path, { method: 'POST', body })).status).toBe(204);
    expect((await ask(fake, path)).body).toEqual(body);
    expect((await ask(fake, '/Plugins')).body).toMatchObject([{}, { Name: 'Webhook', Status: 'Active' }]);
    const id = fake.add(EPISODE);
    fake.play(personOf(fake), id, NOW);
    await fake.webhooksSent();
    expect(payloads()).toMatchObject([{ NotificationType: 'ItemAdded', ItemId: id }]);
    expect(payloads()[0]).not.toHaveProperty('UserId');
  });

  it('are lost when nobody hears them, and the next one still comes', async () => {
    const fake = await jellyfin();
    const id = fake.add(EPISODE);
    fake.sendWebhooksTo('http://127.0.0.1:1/nobody');
    fake.sendWebhooksTo(address);
    fake.unplay(personOf(fake), id);
    await fake.webhooksSent();
    expect(payloads()).toMatchObject([{ SaveReason: 'TogglePlayed', Played: false, PlayCount: 0 }]);
  });
});

describe('webhooks of a fake Emby', () => {
  const emby = (version = '4.9') => started(new FakeEmby({ version, now: () => NOW }));

  it('tell a mark with the whole item inside, in a form', async () => {
    const fake = await emby();
    const id = fake.add(EPISODE);
    fake.sendWebhooksTo(address);
    await ask(fake, `/Users/${personOf(fake)}/PlayedItems/${id}`, { method: 'POST' });
    await ask(fake, `/Users/${personOf(fake)}/PlayedItems/${id}`, { method: 'DELETE' });
    await fake.webhooksSent();
    expect(heard[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(heard[0]?.body).toContain('name="data"');
    expect(payloads()).toMatchObject([
      {
        Event: 'item.markplayed',
        Severity: 'Info',
        User: { Id: personOf(fake), Name: 'sam' },
        Item: {
          Id: id,
          Type: 'Episode',
          IndexNumber: 2,
          ProviderIds: { Tvdb: '7700222' },
          Path: expect.stringContaining('/mnt/'),
          UserData: { Played: true, PlayCount: 1 },
        },
        Server: { Id: fake.uuid, Version: '4.9.1.80' },
      },
      { Event: 'item.markunplayed', Item: { UserData: { Played: false } } },
    ]);
  });

  it('follow a viewing, and tell only at its end whether it was completed', async () => {
    const fake = await emby('4.8');
    const id = fake.add(EPISODE);
    fake.sendWebhooksTo(address, 'json');
    fake.play(personOf(fake), id, NOW);
    await fake.webhooksSent();
    const [start, stop] = payloads();
    expect(start).toMatchObject({ Event: 'playback.start', PlaybackInfo: { PositionTicks: 0 } });
    expect(start?.['PlaybackInfo']).not.toHaveProperty('PlayedToCompletion');
    expect(start).not.toHaveProperty('Severity');
    expect(stop).toMatchObject({ Event: 'playback.stop', PlaybackInfo: { PlayedToCompletion: true } });
    expect(stop?.['Item']).not.toHaveProperty('UserData');
  });

  it('stay silent about user data that is written as such', async () => {
    const fake = await emby();
    const id = fake.add(EPISODE);
    fake.sendWebhooksTo(address);
    await ask(fake, `/Users/${personOf(fake)}/Items/${id}/UserData`, {
      method: 'POST',
      body: { Played: true },
    });
    await fake.webhooksSent();
    expect(heard).toEqual([]);
  });

  it('go where a client registered them, and its entries can be read, changed and removed', async () => {
    const fake = await emby();
    const path = '/emby/Notifications/Services/Configured';
    const hook = {
      FriendlyName: 'Sync',
      Enabled: true,
      EventIds: ['library.new'],
      Options: { Url: address },
    };
    expect((await ask(fake, path)).status).toBe(500);
    expect((await ask(fake, path, { method: 'POST', body: hook })).status).toBe(204);
    const [entry] = hooksIn((await ask(fake, `${path}?UserId=${personOf(fake)}`)).body);
    expect(entry).toMatchObject({ ...hook, Id: expect.stringMatching(/^[0-9a-f]{32}$/) });
    fake.add(EPISODE);
    await fake.webhooksSent();
    expect(payloads()).toMatchObject([{ Event: 'library.new' }]);
    expect(payloads()[0]).not.toHaveProperty('User');
    await ask(fake, `${path}?Id=${String(entry?.['Id'])}`, { method: 'DELETE' });
    expect(hooksIn((await ask(fake, `${path}?UserId=${personOf(fake)}`)).body)).toEqual([]);
  });

  it.each([
    ['4.8', 'system.webhooktest'],
    ['4.9', 'system.notificationtest'],
  ])('are tested by an admin of Emby %s with %s', async (version, Event) => {
    const fake = await emby(version);
    const hook = { NotifierKey: 'webhooknotifications', Options: { Url: address } };
    const answer = await ask(fake, '/emby/Notifications/Services/Test', { method: 'POST', body: hook });
    expect(answer.status).toBe(204);
    await fake.webhooksSent();
    expect(payloads()).toMatchObject([{ Event, Server: { Id: fake.uuid } }]);
  });

  it('are rung one by one, the test event without an item', async () => {
    const fake = await emby();
    const id = fake.add(EPISODE);
    await fake.ring(address, { event: 'system.notificationtest', userId: personOf(fake), id });
    expect(payloads()[0]).toMatchObject({ Event: 'system.notificationtest', Server: { Id: fake.uuid } });
    expect(payloads()[0]).not.toHaveProperty('Item');
  });
});

const hooksIn = (body: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(body) ? body : [];
