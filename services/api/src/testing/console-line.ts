import { setTimeout as pause } from 'node:timers/promises';
import { type ApiStage } from './api-stage.js';

export interface Ended {
  readonly token: string;
  readonly code: number;
  readonly status: string;
  readonly out: string;
  readonly err: string;
}

interface State {
  readonly status: string;
  readonly exit_code: number;
}

/** Carries out a console line and waits for its end. */
export async function consoleLine(stage: ApiStage, command: string): Promise<Ended> {
  const { body } = await stage.call('post', 'system/command').send({ command }).expect(201);
  return commandEnd(stage, String(body.token));
}

export async function commandEnd(stage: ApiStage, token: string): Promise<Ended> {
  for (;;) {
    const { status, exit_code: code } = (await stage.call('get', `system/command/${token}/state`))
      .body as State;
    if (status !== 'queued' && status !== 'running')
      return { token, code, status, ...(await printed(stage, token)) };
    await pause(50);
  }
}

async function printed(
  stage: ApiStage,
  token: string,
): Promise<{ readonly out: string; readonly err: string }> {
  const { body } = await stage.call('get', `system/command/${token}/output`);
  const lines = body.lines as readonly { readonly type: string; readonly text: string }[];
  const of = (type: string): string =>
    lines
      .filter((line) => line.type === type)
      .map(({ text }) => text)
      .join('\n');
  return { out: of('out'), err: of('err') };
}
