import { Logger } from '#libs/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { loggedText } from '../testing/logged-text.js';

let stage: ApiStage;
beforeAll(async () => {
  stage = await ApiStage.open();
});
afterAll(() => stage.close());

const RULE = { type: 'contains', rule: 'kettle boiled', example: 'the kettle boiled again' };
const add = (rule: object) => stage.call('post', 'system/suppressor').send(rule);

describe('a suppression rule', () => {
  it('keeps lines out of the log from then on, and lets them in when it is gone', async () => {
    const { body } = await add(RULE).expect(200);
    expect(body).toEqual({ id: expect.stringMatching(/^S[0-9a-f]{10}$/), ...RULE });
    expect((await stage.call('get', 'system/suppressor').expect(200)).body).toEqual({
      items: [body],
      types: ['contains', 'regex'],
    });
    expect((await stage.call('get', 'system/report').expect(200)).body.suppression).toEqual({
      rules: [RULE.rule],
    });
    // Each process looks once a second, and the one of the test, too.
    await expect
      .poll(
        () => {
          const mark = String(Math.random());
          stage.app.get(Logger).info('kettle boiled', { mark });
          return loggedText(stage).includes(mark);
        },
        { timeout: 5_000 },
      )
      .toBe(false);
    await stage.call('delete', `system/suppressor/${body.id}`).expect(200, body);
    await stage.call('get', `system/suppressor/${body.id}`).expect(404);
    await expect
      .poll(
        () => {
          const mark = String(Math.random());
          stage.app.get(Logger).info('kettle boiled', { mark });
          return loggedText(stage).includes(mark);
        },
        { timeout: 5_000 },
      )
      .toBe(true);
  });

  it('can be changed', async () => {
    const { id } = (await add({ type: 'regex', rule: 'tea \\d+', example: 'tea 5' }).expect(200)).body;
    const change = { type: 'regex', rule: 'tea [0-9]{2}', example: 'tea 15' };
    await stage
      .call('put', `system/suppressor/${id}`)
      .send(change)
      .expect(200, { id, ...change });
    await stage.call('put', 'system/suppressor/S0000000000').send(change).expect(404);
  });

  it.each([
    [{ type: 'regex', rule: '(', example: '(' }, 'rule'],
    [{ type: 'regex', rule: 'a(?=b)', example: 'ab' }, 'rule'],
    [{ type: 'contains', rule: '  ', example: '  ' }, 'rule'],
    [{ type: 'contains', rule: 'milk', example: 'sugar' }, 'example'],
    [{ type: 'contains', rule: 'tea', example: 'more tea 22' }, 'example'],
    [{ type: 'glob', rule: 'x', example: 'x' }, 'type'],
    [{ type: 'contains', rule: 'x' }, 'example'],
  ])('is refused as %j', async (rule, field) => {
    const { body } = await add(rule).expect(400);
    expect(body.error.fields).toMatchObject([{ field }]);
  });
});
