import { describe, expect, it } from 'vitest';
import { mergePeople, readAccount, readFriends, readHome, readSharedTokens } from './people.js';

const PLAIN = {
  uuid: null,
  kind: 'home',
  admin: false,
  guest: false,
  restricted: false,
  protected: false,
  updatedAt: null,
} as const;

describe('a person on plex.tv', () => {
  it.each([
    [{ id: 5, friendlyName: 'Al', username: 'alex' }, 'Al'],
    [{ id: 5, friendlyName: '', username: '', title: 'Kids Room' }, 'Kids Room'],
    [{ id: 5, username: null, title: null, email: 'a@example.test' }, 'a@example.test'],
    [{ id: '5' }, '5'],
  ])('quirk 23: %j is called %s, whichever names are empty or null', (person, name) => {
    expect(readAccount(person)).toEqual({ ...PLAIN, id: '5', name });
  });

  it('is nobody without an id', () => {
    expect(readAccount({ username: 'nobody' })).toBeNull();
  });

  it('has a uuid, in older answers inside the address of the picture', () => {
    const thumb = 'https://plex.tv/users/c3d4e5f60718293a/avatar?c=1740000000';
    expect(readAccount({ id: 5, thumb })?.uuid).toBe('c3d4e5f60718293a');
    expect(readAccount({ id: 5, thumb, uuid: 'b2c3' })?.uuid).toBe('b2c3');
  });
});

describe('the members of the home', () => {
  it('are told with what a form must know', () => {
    const users = [
      {
        id: 14_800_001,
        uuid: 'a1',
        username: 'alice',
        admin: true,
        protected: true,
        updatedAt: 1_750_000_000,
      },
      { id: 14_800_002, uuid: 'b2', title: 'Kids Room', restricted: true },
    ];
    expect(readHome({ users })).toEqual([
      {
        ...PLAIN,
        id: '14800001',
        uuid: 'a1',
        name: 'alice',
        admin: true,
        protected: true,
        updatedAt: 1_750_000_000,
      },
      { ...PLAIN, id: '14800002', uuid: 'b2', name: 'Kids Room', restricted: true },
    ]);
  });

  it.each([null, {}, { users: null }, [], '<html>'])('are unknown, not absent, in %j', (body) => {
    expect(readHome(body)).toBeNull();
  });
});

describe('the friends in the XML of plex.tv', () => {
  const user = (attributes: string, servers: string) => `<User ${attributes}>${servers}</User>`;
  const within = (users: string) =>
    `<?xml version="1.0"?>\n<MediaContainer size="3">${users}</MediaContainer>`;
  const here = '<Server machineIdentifier="here" name="Attic"/>';
  const there = '<Server machineIdentifier="there" name="Cellar > 2"/>';
  const namesIn = (xml: string) => readFriends(xml, 'here')?.map(({ name }) => name);

  it('are those who share this server', () => {
    const xml = within(
      user('id="13" username="bob" title="bob"', there + here) +
        user('id="14" username="eve"', there) +
        '<User id="15" username="ida"/>',
    );
    expect(readFriends(xml, 'here')).toEqual([
      { ...PLAIN, id: '13', name: 'bob', kind: 'friend', guest: true },
    ]);
  });

  it('have their names unescaped', () => {
    const xml = within(
      user("id='13' username='' title='Tom &amp; &lt;J&gt; &#233;&#x2d; &what; &#99999999;'", here),
    );
    expect(namesIn(xml)).toEqual(['Tom & <J> é- &what; &#99999999;']);
  });

  it('are none in an empty answer', () => {
    expect(readFriends('<MediaContainer size="0"/>', 'here')).toEqual([]);
  });

  it.each([
    '',
    'no xml at all <User id="1"',
    '<html><body>Sign in</body></html>',
    '<MediaContainer size="1"><User id="13"',
    '<MediaContainer size="1"><User id="13">',
    '<MediaContainer></User></MediaContainer>',
  ])('are unknown, not absent, in %j', (xml) => {
    expect(readFriends(xml, 'here')).toBeNull();
    expect(readSharedTokens(xml)).toBeNull();
  });
});

describe("the friends' tokens for a server", () => {
  it('quirk 8: are found when there is only one', () => {
    const xml =
      '<MediaContainer size="1"><SharedServer userID="15900003" accessToken="tok"><Section id="1"/></SharedServer></MediaContainer>';
    expect(readSharedTokens(xml)).toEqual(new Map([['15900003', 'tok']]));
  });

  it('quirk 27: are none where Plex keeps them to itself', () => {
    const xml = '<MediaContainer size="1"><SharedServer userID="15900003" accessToken=""/></MediaContainer>';
    expect(readSharedTokens(xml)).toEqual(new Map());
  });
});

it('quirk 25: somebody in the home and among the friends is listed once, by the name of the home', () => {
  const [home, friend] = [
    { ...PLAIN, id: '5', name: 'Sam' },
    { ...PLAIN, id: '5', name: 'sam@example.test', kind: 'friend' as const },
  ];
  expect(mergePeople([home], [friend, { ...friend, id: '6' }])).toEqual([home, { ...friend, id: '6' }]);
});
