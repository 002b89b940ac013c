import { describe, expect, it } from 'vitest';
import { hasStopped } from './delivery-reader.js';

describe('the event of a webhook', () => {
  it.each(['media.stop', 'PlaybackStop', 'playback.stop'])(
    '%s means that the person has stopped',
    (event) => {
      expect(hasStopped(event)).toBe(true);
    },
  );

  it.each(['media.pause', 'PlaybackStart', 'UserDataSaved', 'playback.unpause', 'media.scrobble'])(
    '%s does not',
    (event) => {
      expect(hasStopped(event)).toBe(false);
    },
  );
});
