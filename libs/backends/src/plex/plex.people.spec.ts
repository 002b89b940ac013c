import { describe, expect, it } from 'vitest';
import { readFriends, readLocalAccount, readPerson } from './plex.people.js';

describe('a person on plex.tv', () => {
  it.each([
    [
      { id: 5, friendlyName: 'Al', username: 'alex' },
      { id: '5', name: 'Al', admin: false },
    ],
    [
      { id: 5, friendlyName: '', username: '', title: 'Kids Room' },
      { id: '5', name: 'Kids Room', admin: false },
    ],
    [
      { id: 5, username: null, title: null, email: 'a@example.test' },
      { id: '5', name: 'a@example.test', admin: false },
    ],
    [
      { id: '5', admin: true },
      { id: '5', name: '5', admin: true },
    ],
    [{ username: 'nobody' }, null],
  ])('%j is %j', (person, expected) => {
    expect(readPerson(person)).toEqual(expected);
  });
});

describe('a local account', () => {
  it.each([
    [
      { id: 1, name: 'alex' },
      { id: '1', name: 'alex', admin: true },
    ],
    [
      { id: 14_800_002, name: 'sam' },
      { id: '14800002', name: 'sam', admin: false },
    ],
    [{ id: 0, name: '' }, null],
    [{ id: 7, name: '' }, null],
  ])('%j is %j', (account, expected) => {
    expect(readLocalAccount(account)).toEqual(expected);
  });
});

describe('the friends in the XML of plex.tv', () => {
  const user = (attributes: string, servers: string) => `<User ${attributes}>${servers}</User>`;
  const here = '<Server machineIdentifier="here" name="Attic"/>';
  const there = '<Server machineIdentifier="there" name="Cellar"/>';

  it('are those who share this server', () => {
    const xml = `<?xml version="1.0"?><MediaContainer size="3">
      ${user('id="13" username="bob" title="bob"', there + here)}
      ${user('id="14" username="eve"', there)}
      <User id="15" username="ida"/>
    </MediaContainer>`;
    expect(readFriends(xml, 'here')).toEqual([{ id: '13', name: 'bob', admin: false }]);
  });

  it('have their names unescaped', () => {
    const xml = user('id="13" username="" title="Tom &amp; &lt;J&gt; &#233;&#x2d; &what; &#99999999;"', here);
    expect(readFriends(xml, 'here')).toEqual([
      { id: '13', name: 'Tom & <J> é- &what; &#99999999;', admin: false },
    ]);
  });

  it.each(['', '<MediaContainer size="0"/>', 'no xml at all <User id="1"'])('are none in %j', (xml) => {
    expect(readFriends(xml, 'here')).toEqual([]);
  });
});
