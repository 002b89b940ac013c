import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { commandEnd } from '../testing/console-line.js';
import { loggedText } from '../testing/logged-text.js';

const SECRET = 'sw0rdfish-sw0rdfish';

let stage: ApiStage;
beforeAll(async () => {
  stage = await ApiStage.open();
});
afterAll(() => stage.close());

it.each([
  `version --logfile "token=${SECRET}"`,
  `config:edit -s attic -k token -e ${SECRET}`,
  `config:edit -s attic -k token --edit=${SECRET}`,
  `config:edit -s attic -k token -e${SECRET}`,
  `system:env -k WS_WEBHOOK_API_KEY -e ${SECRET}`,
  `env:add WS_WEBHOOK_API_KEY ${SECRET}`,
  `config:edit -s attic -k token -e ${SECRET} --nonsense`,
])('keeps the secret out of what is stored and logged of %s', async (command) => {
  const { body } = await stage.call('post', 'system/command').send({ command }).expect(201);
  await commandEnd(stage, String(body.token));
  const { body: state } = await stage.call('get', `system/command/${body.token}/state`);
  expect(state.command).toMatch(/\*\*\*|\[redacted\]/);
  const { body: events } = await stage.call('get', 'system/events').expect(200);
  expect(JSON.stringify([state, events]) + loggedText(stage)).not.toContain(SECRET);
});
