import { describe, expect, it } from 'vitest';
import { readCron } from './read-cron.js';

describe('the reading of a timer', () => {
  it('says what it means, and when it rings in its own zone', async () => {
    const reading = await readCron(' 0 */6 * * * ', 'Asia/Kolkata');
    expect(reading?.words).toBe('On the hour, every 6 hours');
    expect(reading?.next).toHaveLength(5);
    expect(reading?.next[0]?.toISOString()).toMatch(/T(00|06|12|18):30:00/);
  });

  it.each(['', 'hourly', '99 * * * *', '0 0 * *', '0 0 0 * * *'])('finds no timer in "%s"', async (text) => {
    expect(await readCron(text)).toBeNull();
  });
});
