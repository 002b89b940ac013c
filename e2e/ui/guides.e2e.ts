import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, now, type Row, type Run } from '../harness/index.js';
import { Admin } from './admin.js';

const NEXT_RUN = /^in (a few seconds|\d+ (minute|hour)s?)/;

/** Both guides, walked word by word: plex is the main server, jellyfin and emby follow. */
describe('the guides in the browser', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive();
    await admin.signUp();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  /** "a few seconds ago", as the guide has it; on a slow machine it may be minutes when it is looked at. */
  const done = (backend: string, what: 'import' | 'export'): Promise<void> =>
    admin
      .card(backend)
      .getByText(new RegExp(`Last ${what}: (a few seconds|\\d+ minutes?) ago`))
      .waitFor({ timeout: 60_000 });

  async function execute(command: RegExp): Promise<void> {
    await admin.heading('Console').waitFor();
    const line = admin.page.getByRole('combobox', { name: 'Command' });
    expect(await line.inputValue()).toMatch(command);
    await admin.page.getByRole('button', { name: 'Execute', exact: true }).click();
    await admin.say('Exit code 0');
  }

  describe('one-way sync', () => {
    it('1. is found by the help button at the top right', async () => {
      await admin.page.getByRole('link', { name: 'Help', exact: true }).click();
      await admin.page.getByRole('link', { name: 'One-way sync' }).click();
      await admin.heading('One-way sync').waitFor();
      await admin.page.getByRole('main').getByRole('link', { name: 'Backends' }).first().click();
      await admin.heading('Backends').waitFor();
    });

    it('2–3. adds the main server, which is read and never written', async () => {
      await admin.addServer('plex');
      await admin.answer({
        'Import data from this backend?': true,
        'Export data to this backend?': false,
        'Create backup for this backend data?': true,
        'Force one time import from this backend?': true,
      });
      await admin.card('plex').waitFor();
    });

    it('4. finds the backup of it', async () => {
      await admin.go('Tools', 'Backups');
      await admin.page.getByRole('button', { name: /^Download .*plex/ }).waitFor();
    });

    it('5. sees by the last import date that it is done', async () => {
      await admin.go('Backends');
      await done('plex', 'import');
    });

    it('6. reads in the log of today what was done, down to the counts', async () => {
      await admin.go('Logs');
      await admin.page.getByRole('link', { name: /^task\.\d{8}\.log$/ }).click();
      const lines = admin.page.getByRole('log');
      const end = lines.locator('.line').filter({ hasText: /Completed '\d+' requests/ });
      await end
        .filter({ hasText: /notice/i })
        .first()
        .waitFor();
      for (const word of ['Type', 'Added', 'Updated', 'Failed'])
        await lines.getByText(word).first().waitFor();
    });

    it('7. finds the work among the events', async () => {
      await admin.go('More', 'Events');
      const row = admin.page.getByRole('row', { name: /run_import/ });
      await row.getByText('success').waitFor();
      await row.getByRole('link', { name: 'run_import' }).click();
      await admin.say(/plex/);
    });

    it('8. finds the items in the history: as many as the run has added, and as they are on the server', async () => {
      const { body } = await admin.system.api().get('runs?kind=import&backend=plex');
      const [run] = (body as { readonly items: readonly Run[] }).items;
      await admin.go('History');
      await admin.say(`1–50 of ${run?.counts.added} items`);
      for (const isWatched of [true, false]) {
        await admin.page.goto(`/history?type=movie&watched=${Number(isWatched)}`);
        const title = admin.page.getByRole('table').getByRole('link').first();
        const name = await title.innerText();
        await title.click();
        await admin.say('What each backend says');
        expect(await admin.isWatched('plex', { title: name })).toBe(isWatched);
      }
    });

    it('9–10a. adds the first other server and lets it be overwritten at once', async () => {
      await admin.addServer('jellyfin');
      await admin.answer({
        'Import data from this backend?': false,
        'Import metadata only from this backend?': true,
        'Export data to this backend?': true,
        'Create backup for this backend data?': true,
        'Force Export local data to this backend?': true,
      });
      await admin.card('jellyfin').getByText('Reads metadata only').waitFor();
      await admin.page.getByRole('switch', { name: 'Export to jellyfin', checked: true }).waitFor();
      await done('jellyfin', 'export');
      expect((await admin.fakes.writes('jellyfin')).length).toBeGreaterThan(0);
    });

    it('9. adds the second other server without overwriting it', async () => {
      await admin.addServer('emby');
      await admin.answer({
        'Import data from this backend?': false,
        'Import metadata only from this backend?': true,
        'Export data to this backend?': true,
        'Create backup for this backend data?': false,
        'Force Export local data to this backend?': false,
      });
      await admin.card('emby').waitFor();
      expect(await admin.fakes.writes('emby')).toEqual([]);
    });

    it('10b–11. forces the export by the quick operation, in the console', async () => {
      await admin.page.getByRole('button', { name: 'Quick operations for emby' }).click();
      await admin.page
        .getByRole('menuitem', { name: '2. Force export local play state to this backend.' })
        .click();
      await execute(/^state:export -fi -v -u main -s emby$/);
      expect((await admin.fakes.writes('emby')).length).toBeGreaterThan(0);
    });

    it('11. finds the command among the events, with what it printed', async () => {
      await admin.go('More', 'Events');
      const row = admin.page.getByRole('row', { name: /run_console/ }).first();
      await row.getByText('success').waitFor();
      await row.getByRole('link', { name: 'run_console' }).click();
      await admin.say(/state:export -fi -v -u main -s emby/);
    });

    it('10c. forces the export to all others by Tools > Console, with Enter', async () => {
      await admin.go('Tools', 'Console');
      const line = admin.page.getByRole('combobox', { name: 'Command' });
      await line.fill('state:export -fi -v -u main');
      await line.press('Enter');
      await admin.say('Exit code 0');
    });

    it('12. finds what was watched on main as watched on the others, and main was not written to at all', async () => {
      const { body } = await admin.system.api().get('history?watched=1&perpage=500');
      const rows = (body as { readonly history: readonly Row[] }).history;
      expect(rows.length).toBeGreaterThan(50);
      for (const type of ['jellyfin', 'emby'] as const) {
        const ids = rows.flatMap(({ metadata }) => metadata[type]?.id ?? []);
        const seen = await Promise.all(ids.map((id) => admin.isWatched(type, { id })));
        expect(ids.length).toBeGreaterThan(50);
        expect(seen.filter((isSeen) => !isSeen)).toEqual([]);
      }
      expect(await admin.fakes.writes('plex')).toEqual([]);
    });

    it('13. switches both tasks on', async () => {
      await admin.go('Tasks');
      for (const name of ['Import', 'Export']) {
        await admin.turn(`${name} task`, true);
        const task = admin.page.getByRole('article', { name, exact: true });
        await task.getByText(NEXT_RUN).waitFor();
      }
    });

    it('15. is shown the webhook address of each backend, if it wants more speed', async () => {
      await admin.page.getByRole('link', { name: 'Help', exact: true }).click();
      await admin.page.getByRole('link', { name: 'Webhooks' }).click();
      await admin.heading('Webhooks').waitFor();
      await admin.page.goto('/backends/plex/webhook');
      await admin.page.getByRole('button', { name: /Copy the address/ }).waitFor();
    });

    it.each(['WS_CRON_EXPORT_AT', 'WS_CRON_IMPORT_AT'])('14. gives %s a value on Env', async (key) => {
      await admin.go('Env');
      await admin.page.getByRole('button', { name: 'Add', exact: true }).click();
      await admin.page.getByLabel('Which setting?').fill(key);
      await admin.page.getByRole('dialog').getByRole('button', { name: key }).first().click();
      await admin.page.getByLabel('Cron expression').fill('0 */6 * * *');
      await admin.page.getByRole('button', { name: 'Save' }).click();
      await admin.say(`${key} was saved.`);
      await admin.go('Tasks');
      const name = key.includes('EXPORT') ? 'Export' : 'Import';
      const task = admin.page.getByRole('article', { name, exact: true });
      await task.getByText(/every 6 hours/i).waitFor();
      await task.getByText(NEXT_RUN).waitFor();
    });
  });

  describe('two-way sync', () => {
    it('1. is the next guide, which says to finish the first', async () => {
      await admin.page.getByRole('link', { name: 'Help', exact: true }).click();
      await admin.page.getByRole('link', { name: 'Two-way sync' }).click();
      await admin.heading('Two-way sync').waitFor();
      await admin.page.getByRole('main').getByRole('link', { name: 'one-way sync' }).waitFor();
    });

    it('2. lets the main server be written', async () => {
      await admin.go('Backends');
      await admin.page.getByRole('switch', { name: 'Export to plex' }).click();
      await admin.say('Export to plex is now on.');
      await admin.card('plex').getByText('Last export: Never').waitFor();
      await admin.confirm('Leave it on');
    });

    it.each(['jellyfin', 'emby'])('3. lets %s be read', async (name) => {
      await admin.page.getByRole('switch', { name: `Import from ${name}` }).click();
      await admin.card(name).getByText('Reads play states').waitFor();
    });

    it('4. has both tasks on', async () => {
      await admin.go('Tasks');
      for (const name of ['Import', 'Export'])
        expect(await admin.page.getByRole('switch', { name: `${name} task` }).isChecked()).toBe(true);
    });

    it('5. has both schedules on Env', async () => {
      await admin.go('Env');
      for (const key of ['WS_CRON_EXPORT_AT', 'WS_CRON_IMPORT_AT'])
        await admin.page.getByRole('listitem').filter({ hasText: key }).getByText('0 */6 * * *').waitFor();
    });

    it('7. shows everywhere what was watched on one of them, and how far the rest was', async () => {
      // As of now: an import that looks for what is new must see it.
      const known = { type: 'movie', year: 2019, addedAt: now(), runtimeMs: 6_000_000 } as const;
      const films = [
        { ...known, title: 'Lamp Oil', guids: { imdb: 'tt7700001' } },
        { ...known, title: 'Lamp Wick', guids: { imdb: 'tt7700002' } },
      ];
      await admin.put(films, ['plex', 'jellyfin', 'emby']);
      await admin.fakes.play('emby', { title: 'Lamp Oil' });
      await admin.fakes.pause('jellyfin', { title: 'Lamp Wick', positionMs: 1_500_000 });
      for (const command of ['state:import -v -u main', 'state:export -v -u main']) {
        await admin.page.goto(`/console?cmd=${encodeURIComponent(command)}`);
        await execute(new RegExp(`^${command}$`));
      }
      for (const type of ['plex', 'jellyfin', 'emby'] as const)
        await eventually(`it is watched on ${type}`, () => admin.isWatched(type, { title: 'Lamp Oil' }));
      for (const type of ['plex', 'jellyfin', 'emby'] as const)
        await eventually(`it is half watched on ${type}`, async () => {
          const { watched, positionMs } = await admin.fakes.state(type, { title: 'Lamp Wick' });
          return !watched && positionMs === 1_500_000;
        });
    });

    it('writes nothing when nothing has changed since', async () => {
      for (const type of ['plex', 'jellyfin', 'emby'] as const) await admin.fakes.clearRequests(type);
      for (const command of ['state:import -v -u main', 'state:export -v -u main']) {
        await admin.page.goto(`/console?cmd=${encodeURIComponent(command)}`);
        await execute(new RegExp(`^${command}$`));
      }
      for (const type of ['plex', 'jellyfin', 'emby'] as const)
        expect(await admin.fakes.writes(type)).toEqual([]);
    });

    it('has nothing to complain about in the browser', () => {
      expect(admin.complaints).toEqual([]);
    });
  });
});
