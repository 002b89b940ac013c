import type { Locator } from 'playwright-core';
import { placeJob } from '#libs/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Admin } from '../admin.js';

// Work that no version of the importer knows, as one that was put back to an older version finds it.
const JOBS = ['lantern', 'orchard'] as const;

describe('jobs that failed for good', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive({ library: 'none' });
    await admin.signUp();
    await admin.page.goto('/queues');
    await admin.heading('Queues').waitFor();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  const row = (job: string): Locator =>
    admin.page
      .getByRole('table', { name: /Jobs, newest first/ })
      .getByRole('row')
      .filter({ hasText: job });
  /** The cell of the table of depths that says how many failed. */
  const failed = (count: number): Promise<void> =>
    admin.page
      .getByRole('table', { name: /Jobs of each queue/ })
      .locator('.has-failed')
      .filter({ hasText: new RegExp(`^\\s*${String(count)}\\s*$`) })
      .waitFor();

  it('come up on the open page, each with its reason, and are counted', async () => {
    for (const job of JOBS)
      await placeJob(admin.system.cacheUrl, { queue: 'imports', job, payload: { runId: '990' } });
    await failed(2);
    for (const job of JOBS) {
      await row(job).getByText('Failed').waitFor();
      await row(job).getByText('1 of 1').waitFor();
      expect(await row(job).locator('td.only-wide').first().textContent()).toMatch(new RegExp(job));
    }
  });

  it('are tried again: the second attempt shows on the page', async () => {
    await row('lantern').getByRole('button', { name: 'Try again' }).click();
    await row('lantern').getByText('2 of 1').waitFor();
    await failed(2);
    expect(await row('orchard').getByText('1 of 1').count()).toBe(1);
  });

  it('are thrown away only after a yes, and the count follows', async () => {
    const drop = row('orchard').getByRole('button', { name: 'Throw away' });
    await drop.click();
    await admin.confirm('Cancel');
    await row('orchard').getByText('1 of 1').waitFor();
    await drop.click();
    await admin.confirm('Throw away');
    await row('orchard').waitFor({ state: 'detached' });
    await failed(1);
    expect(await row('lantern').count()).toBe(1);
    expect(admin.complaints).toEqual([]);
  });
});
