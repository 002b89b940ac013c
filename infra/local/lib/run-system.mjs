// @ts-check
import { endWithParent } from './parent.mjs';
import { step } from './step.mjs';

/**
 * Runs a system in the foreground until somebody asks it to end.
 * @param {import('./system.mjs').System} system
 * @param {{ whenUp?: () => Promise<string> }} [options] what to do before it counts as ready; gives an addition to the line
 * @returns {Promise<void>} when everything has stopped
 */
export async function runInForeground(system, { whenUp = async () => '' } = {}) {
  // A closed terminal must not end us in the middle of stopping the others.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let isEnding = false;
  const ended = new Promise((done) => {
    const end = () => {
      isEnding = true;
      void system.stop().then(done);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
    endWithParent(end);
  });
  const done = step('Starting WatchState');
  await system.start();
  if (!isEnding) done();
  try {
    const addition = isEnding ? '' : await whenUp();
    if (!isEnding) process.stdout.write(`WatchState is ready at ${system.url}${addition}\n`);
  } catch (error) {
    // Asked to stop in the middle of it: what fails then is no news.
    if (!isEnding) {
      await system.stop();
      throw error;
    }
  }
  await ended;
  process.stdout.write('WatchState has stopped\n');
}
