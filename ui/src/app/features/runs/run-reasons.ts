const REASONS: Readonly<Record<string, string>> = {
  'already-there': $localize`Already so on the server`,
  'already-so': $localize`Already so`,
  'changed-since': $localize`Changed again since`,
  'newer-there': $localize`The server has something newer`,
  'news-there': $localize`The server had news in the meantime`,
  'nobody-unmarked-it': $localize`Nobody marked it as unwatched`,
  'may-not-mark-played': $localize`Marking as watched is switched off`,
  'may-not-unmark': $localize`Marking as unwatched is switched off`,
  'may-not-set-progress': $localize`Setting positions is switched off`,
  'progress-not-supported': $localize`The server keeps no positions`,
  'rewatch-not-synced': $localize`Second viewings are not carried on`,
  'position-too-late': $localize`The position is too close to the end`,
  'currently-playing': $localize`Somebody is watching it right now`,
  'copy-is-gone': $localize`The server no longer has it`,
  'no-guid': $localize`No usable ids`,
  'no-episode-number': $localize`No season or episode number`,
  'not-watchable': $localize`Neither a movie nor an episode`,
  'metadata-only': $localize`Read for its ids only`,
  quarantined: $localize`Its ids contradict one another`,
  'by-person': $localize`A person said no`,
  superseded: $localize`A newer run took its place`,
  unconfirmed: $localize`The server did not confirm it`,
  'unknown-outcome': $localize`Nobody knows whether it arrived`,
};

const WARNINGS: Readonly<Record<string, string>> = {
  'out-of-step': $localize`Shown differently there, without anybody having changed it`,
  'opposite-wishes': $localize`Two opposite wishes; see Conflicts`,
  'clock-ahead': $localize`Dated in the future by the clock of the server`,
};

const RULES: Readonly<Record<string, string>> = {
  'write-played': $localize`Watched here`,
  'write-unplayed': $localize`Unwatched here`,
  'write-progress': $localize`Position from here`,
  played: $localize`Played there`,
  'first-seen-played': $localize`Played when first seen`,
  unmarked: $localize`Unmarked there`,
  progress: $localize`Played up to there`,
  'progress-cleared': $localize`Position removed there`,
  'rewatch-started': $localize`Begun again`,
  rewatched: $localize`Second viewing up to there`,
  'rewatch-ended': $localize`Second viewing ended there`,
  trusted: $localize`The backend is trusted`,
  undone: $localize`Taken back`,
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
