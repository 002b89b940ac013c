import { describe, expect, it } from 'vitest';
import {
  connectionCandidates,
  isPlexDirect,
  readDevices,
  readResources,
  type CloudServer,
} from './servers.js';

const DIRECT = 'https://192-0-2-10.0123456789abcdef0123456789abcdef.plex.direct:32400';
const LOCAL = { protocol: 'https', address: '192.0.2.10', port: 32_400, uri: DIRECT, local: true };

const device = (over: object = {}) => ({
  name: 'Attic Server',
  productVersion: '1.42.1.10060-4e8b05daf',
  clientIdentifier: 'f0e1',
  provides: 'server',
  accessToken: 'tok',
  owned: true,
  presence: true,
  connections: [LOCAL],
  ...over,
});

const only = (over: object = {}): CloudServer => {
  const [server] = readResources([device(over)]) ?? [];
  if (!server) throw new Error('no server was read');
  return server;
};
const urisOf = (over: object) => connectionCandidates(only(over)).map(({ uri }) => uri);

describe('the servers among the devices of an account', () => {
  it('are told with the token of the person who asks', () => {
    expect(only()).toMatchObject({ uuid: 'f0e1', accessToken: 'tok', owned: true, online: true });
  });

  it('quirk 28: include a machine that is more than a server', () => {
    expect(readResources([device({ provides: 'client,player,server' })])).toHaveLength(1);
    expect(readResources([device({ provides: 'client,player,pubsub-player' })])).toEqual([]);
  });

  it('quirk 19: may have nulls, and no connection at all', () => {
    const server = only({ ownerId: null, sourceTitle: null, publicAddress: '', connections: [] });
    expect(connectionCandidates(server)).toEqual([]);
  });

  it('quirk 18: have their yes and no in every spelling', () => {
    const [server] =
      readDevices(
        '<MediaContainer><Device clientIdentifier="f0e1" provides="server" owned="1" presence="0" httpsRequired="true"/></MediaContainer>',
      ) ?? [];
    expect(server).toMatchObject({ owned: true, online: false, httpsRequired: true });
  });

  it.each([null, {}, '<html>', 5])('are unknown, not absent, in %j', (body) => {
    expect(readResources(body)).toBeNull();
  });

  it.each(['', '<html/>', '<MediaContainer><Device'])('are unknown, not absent, in the XML %j', (xml) => {
    expect(readDevices(xml)).toBeNull();
  });
});

describe('the addresses to try', () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<MediaContainer size="1">
  <Device name="Attic Server" clientIdentifier="f0e1" provides="server" owned="1" presence="1" httpsRequired="0">
    <Connection protocol="https" address="192.0.2.10" port="32400" uri="${DIRECT}" local="1"/>
    <Connection protocol="https" address="plex.example.test" port="443" uri="https://plex.example.test:443" local="0"/>
  </Device>
</MediaContainer>`;

  it('quirk 1: put the bare address before its plex.direct name', () => {
    const [server] = readDevices(xml) ?? [];
    const candidates = server ? connectionCandidates(server) : [];
    expect(candidates.map(({ uri }) => uri)).toEqual([
      'http://192.0.2.10:32400',
      'https://192.0.2.10:32400',
      DIRECT,
      'https://plex.example.test:443',
    ]);
    expect(candidates.map(isPlexDirect)).toEqual([false, false, true, false]);
  });

  it('leave out plain http where the server insists on https', () => {
    expect(urisOf({ httpsRequired: true })).toEqual(['https://192.0.2.10:32400', DIRECT]);
  });

  it('write IPv6 in brackets', () => {
    const uri = 'https://2001-db8--5.abc.plex.direct:32400';
    expect(urisOf({ connections: [{ ...LOCAL, address: '2001:db8::5', uri }] })[0]).toBe(
      'http://[2001:db8::5]:32400',
    );
  });

  it('do not go around a relay, and mark it', () => {
    const relay = { ...LOCAL, uri: 'https://relay.plex.direct:8443', relay: true, local: false };
    expect(connectionCandidates(only({ connections: [relay] }))).toMatchObject([
      { relay: true, local: false },
    ]);
  });

  it('name each address once', () => {
    const plain = { ...LOCAL, protocol: 'http', uri: 'http://192.0.2.10:32400' };
    expect(urisOf({ connections: [plain] })).toEqual(['http://192.0.2.10:32400', 'https://192.0.2.10:32400']);
  });

  it.each([
    ['a port that is none', { port: 70_000 }],
    ['no address', { address: '' }],
    ['a scheme of its own', { uri: 'file:///etc/passwd' }],
    ['an address that cannot be read', { uri: 'https://' }],
  ])('leave out %s', (_, wrong) => {
    expect(urisOf({ connections: [{ ...LOCAL, ...wrong }] })).toEqual([]);
  });
});
