import { mkdtempSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolder, type Logger } from '#libs/runtime';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GuidBook } from './guid-book.js';

let root: string;
let path: string;
let now = 0;
const warn = vi.fn();
const logger = { warn } as unknown as Logger;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'watchstate-guids-'));
  mkdirSync(join(root, 'config'));
  path = join(root, 'config', 'guid.yaml');
  now = 0;
  warn.mockClear();
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const open = (): GuidBook => new GuidBook(new DataFolder(root), logger, () => now);

const FILE = `
version: '0.0'
guids:
  - id: 11111111-1111-4111-8111-111111111111
    type: string
    name: guid_reels
    description: Of a made-up site
    validator: { pattern: '/^r\\d+$/i', example: r1, tests: { valid: [r1], invalid: ['1'] } }
  - { name: guid_imdb, validator: { pattern: 'x', example: x, tests: { valid: [x], invalid: [y] } } }
  - { name: reels2, validator: { pattern: 'x', example: x, tests: { valid: [x], invalid: [y] } } }
  - { name: guid_path, validator: { pattern: 'x', example: x, tests: { valid: [x], invalid: [y] } } }
  - { name: guid_broken, validator: { pattern: '^x$', example: x, tests: { valid: [y], invalid: [z] } } }
links:
  - { type: jellyfin, map: { from: Reels, to: guid_reels } }
  - { type: jellyfin, map: { from: reels, to: guid_tmdb } }
  - { type: plex, map: { from: reelagent, to: guid_reels }, options: { legacy: true }, replace: { from: 'x://', to: 'y://' } }
  - { type: plex, map: { from: other, to: guid_nobody } }
`;

describe('guid.yaml', () => {
  it('is nothing when it is not there', () => {
    const book = open();
    expect(book.current).toEqual({ guids: [], links: [] });
    expect(book.version).toBe('');
    expect(book.rules('plex').accepts.size).toBe(0);
  });

  it('counts as it was written by hand, but for what is wrong in it, which is told', () => {
    writeFileSync(path, FILE);
    const { guids, links } = open().current;
    expect(guids.map(({ name }) => name)).toEqual(['reels']);
    expect(links.map(({ type, from, to }) => [type, from, to])).toEqual([
      ['jellyfin', 'Reels', 'reels'],
      ['plex', 'reelagent', 'reels'],
    ]);
    expect(links[1]?.replace).toEqual({ from: 'x://', to: 'y://' });
    expect(links[0]?.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(warn).toHaveBeenCalledTimes(6);
  });

  it('is followed within a second, by every process that reads it', () => {
    const [writer, reader] = [open(), open()];
    const before = reader.version;
    expect(writer.version).toBe(before);
    writeFileSync(path, FILE);
    expect(reader.version).toBe(before);
    now += 1_000;
    expect(reader.version).not.toBe(before);
    expect(reader.rules('jellyfin').links.get('reels')).toBe('reels');
    const { guids } = writer.current;
    writer.replace({ guids, links: [] });
    now += 1_000;
    expect(reader.current).toEqual({ guids, links: [] });
    expect(reader.rules('jellyfin').links.size).toBe(0);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('goes on counting when it becomes unreadable', () => {
    writeFileSync(path, FILE);
    const book = open();
    const { guids } = book.current;
    writeFileSync(path, 'guids: [');
    now += 1_000;
    expect(book.current.guids).toEqual(guids);
    expect(warn).toHaveBeenLastCalledWith('guid.yaml cannot be read', expect.anything());
  });
});
