import { describe, expect, it } from 'vitest';
import { backupFileType, backupName, isBackupName, isOutdatedBackup } from './backup-name.js';

const of = {
  user: 'main',
  backend: 'plex',
  at: new Date('2024-03-08T12:00:00Z'),
  keep: false,
  compress: true,
};

describe('the name of a backup', () => {
  it('says whose it is and of which day', () => {
    expect(backupName(of)).toBe('main.plex.20240308.json.zip');
    expect(backupName({ ...of, compress: false })).toBe('main.plex.20240308.json');
    expect(backupName({ ...of, keep: true })).toBe('main.plex.json.zip');
  });

  it('may be chosen', () => {
    expect(backupName({ ...of, template: 'before-{date}-{user}-{backend}' })).toBe(
      'before-20240308-main-plex.json.zip',
    );
    expect(backupName({ ...of, template: 'mine.json.zip', compress: false })).toBe('mine.json');
  });

  it.each(['../up', 'a/b', '/etc/x', '.hidden', 'a\\b', 'a..b', ''])('is never a path: %s', (template) => {
    expect(backupName({ ...of, template })).toBeNull();
  });

  it.each(['../a.json', 'a/b.json', '.env', 'a.yaml', 'a.json.exe', 'a\0.json', '..json'])(
    'is not %j',
    (name) => {
      expect(isBackupName(name)).toBe(false);
    },
  );

  it('145. Names and pruning: only dated ones grow old', () => {
    const now = new Date('2024-03-08T12:00:00Z');
    const old = ['main.plex.20231201.json.zip', 'plex.20231201.json', 'main.plex.20231201.json.zip.partial'];
    const kept = [
      'main.plex.json.zip',
      'before-upgrade.json',
      'main.plex.20240101.json.zip',
      'main.plex.20231401x.json',
    ];
    expect(old.filter((name) => isOutdatedBackup(name, now))).toEqual(old);
    expect(kept.filter((name) => isOutdatedBackup(name, now))).toEqual([]);
  });

  it('tells automatic ones from those that somebody named', () => {
    expect(['main.plex.20240308.json.zip', 'plex.20240308.json'].map(backupFileType)).toEqual([
      'automatic',
      'automatic',
    ]);
    expect(['main.plex.json.zip', 'mine.json'].map(backupFileType)).toEqual(['manual', 'manual']);
    expect(backupFileType('main.plex.20240308.json.zip.partial')).toBe('partial');
  });
});
