// @ts-check
import { onPath } from '../checkout.mjs';
import { verdict } from './stage.mjs';

const FOLDER = 'infra/prometheus';

/**
 * Prometheus' own tool carries out the tests of the alerts. It is in Debian's package `prometheus`, which is too much to ask of
 * everybody's machine; `.ci/run` installs it and says so by `CI`.
 * @returns {Promise<import('./stage.mjs').Result>}
 */
export function checkAlerts() {
  const promtool = onPath('promtool');
  if (promtool) {
    return verdict([
      [promtool, 'check', 'config', '--syntax-only', `${FOLDER}/prometheus.yml`],
      [promtool, 'check', 'rules', `${FOLDER}/rules/alerts.yml`],
      [promtool, 'test', 'rules', `${FOLDER}/rules/alerts.test.yml`],
    ]);
  }
  const missing =
    'promtool is not on PATH; the package prometheus of Debian and Ubuntu, or Homebrew, has it.\n';
  if (process.env.CI) return Promise.resolve({ passed: 0, failed: 1, output: missing });
  process.stdout.write(`The alerts were NOT tested: ${missing}`);
  return Promise.resolve({ passed: 0, failed: 0, output: '' });
}
