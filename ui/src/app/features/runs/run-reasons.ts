const REASONS: Readonly<Record<string, string>> = {
  'already-there': 'Already so on the server',
  'already-so': 'Already so',
  'changed-since': 'Changed again since',
  'newer-there': 'The server has something newer',
  'news-there': 'The server had news in the meantime',
  'nobody-unmarked-it': 'Nobody marked it as unwatched',
  'may-not-mark-played': 'Marking as watched is switched off',
  'may-not-unmark': 'Marking as unwatched is switched off',
  'may-not-set-progress': 'Setting positions is switched off',
  'progress-not-supported': 'The server keeps no positions',
  'position-too-late': 'The position is too close to the end',
  'currently-playing': 'Somebody is watching it right now',
  'copy-is-gone': 'The server no longer has it',
  'no-guid': 'No usable ids',
  'no-episode-number': 'No season or episode number',
  'not-watchable': 'Neither a movie nor an episode',
  'metadata-only': 'Read for its ids only',
  quarantined: 'Its ids contradict one another',
  unconfirmed: 'The server did not confirm it',
};

const WARNINGS: Readonly<Record<string, string>> = {
  'out-of-step': 'Out of step although nobody wished it so',
  'opposite-wishes': 'Two opposite wishes; see Conflicts',
  'clock-ahead': 'Dated in the future by the clock of the server',
};

const RULES: Readonly<Record<string, string>> = {
  'write-played': 'Watched here',
  'write-unplayed': 'Unwatched here',
  'write-progress': 'Position from here',
  played: 'Played there',
  'first-seen-played': 'Played when first seen',
  unmarked: 'Unmarked there',
  progress: 'Played up to there',
  'progress-cleared': 'Position removed there',
  'rewatch-started': 'Begun again',
  trusted: 'The backend is trusted',
  undone: 'Taken back',
};

/** A word that nobody knows here is still readable. */
const spelled = (key: string): string => {
  const text = key.replaceAll(/[-_]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export const reasonText = (key: string): string => REASONS[key] ?? spelled(key);
export const warningText = (key: string): string => WARNINGS[key] ?? spelled(key);
/** A rule that has no words here keeps its name, by which the documentation knows it. */
export const ruleText = (key: string): string => RULES[key] ?? key;
