import { describe, expect, it } from 'vitest';
import {
  HEALTH_STATUSES,
  HEALTH_WEIGHTS,
  healthOf,
  type AuditedCopy,
  type AuditedItem,
} from './media-health.js';

const copy = (backend: string, changes: Partial<AuditedCopy> = {}): AuditedCopy => ({
  backend,
  path: '/films/Lantern (2020)/lantern.mkv',
  guids: { tmdb: '7' },
  year: 2020,
  season: null,
  episode: null,
  ...changes,
});

const item = (changes: Partial<AuditedItem> = {}): AuditedItem => ({
  type: 'movie',
  guids: { tmdb: '7' },
  parentGuids: {},
  copies: [copy('plex'), copy('jf')],
  hasTwinByGuid: false,
  hasTwinByPath: false,
  ...changes,
});

const BOTH = ['plex', 'jf'];

describe('the health of a record', () => {
  it.each([
    ['healthy', item()],
    ['guid_conflict', item({ copies: [copy('plex'), copy('jf', { guids: { tmdb: '8' } })] })],
    ['duplicate_guid', item({ hasTwinByGuid: true })],
    ['duplicate_reference', item({ hasTwinByPath: true })],
    ['metadata_disagreement', item({ copies: [copy('plex'), copy('jf', { year: 2021 })] })],
    ['partial', item({ copies: [copy('plex')] })],
    ['weak_match', item({ guids: {}, copies: [copy('plex', { guids: {} }), copy('jf', { guids: {} })] })],
    ['path_disagreement', item({ copies: [copy('plex'), copy('jf', { path: '/films/Other/lantern.mkv' })] })],
  ])('is %s', (status, audited) => {
    expect(healthOf(audited, BOTH).status).toBe(status);
  });

  it('167. Media health order: an id conflict comes before a missing backend', () => {
    const audited = item({ copies: [copy('plex'), copy('jf', { guids: { tmdb: '8' } })] });
    expect(healthOf(audited, [...BOTH, 'emby'])).toEqual({
      status: 'guid_conflict',
      reasons: ['tmdb: 7, 8'],
    });
    expect(HEALTH_WEIGHTS.guid_conflict.severity).toBe(100);
  });

  it('167. Media health order: complete with ids of the show only is healthy', () => {
    const of = (backend: string) => copy(backend, { guids: {}, season: 1, episode: 2, path: null });
    const audited = item({
      type: 'episode',
      guids: {},
      parentGuids: { tvdb: '7' },
      copies: [of('plex'), of('jf')],
    });
    expect(healthOf(audited, BOTH)).toEqual({ status: 'healthy', reasons: [] });
  });

  it('does not mind where a library is mounted, nor the letter case', () => {
    const audited = item({
      copies: [copy('plex'), copy('jf', { path: 'D:\\Media\\lantern (2020)\\Lantern.mkv' })],
    });
    expect(healthOf(audited, BOTH).status).toBe('healthy');
  });

  it('is weighed from the gravest down', () => {
    const weights = HEALTH_STATUSES.map((status) => HEALTH_WEIGHTS[status].severity);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });
});
