// @ts-check
import { createServer } from 'node:net';
import { Refusal } from './refusal.mjs';
import { PORTS } from './settings.mjs';

/**
 * @param {number} port 0 for any
 * @param {string} [host]
 * @returns {Promise<number | null>} the port, or null when it is taken
 */
export function probe(port, host = '127.0.0.1') {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(null));
    server.listen({ port, host, exclusive: true }, () => {
      const address = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => done(address.port));
    });
  });
}

/** A loopback port that nobody listened on a moment ago. */
export async function freePort() {
  return /** @type {number} */ (await probe(0));
}

/**
 * Says before anything is started which setting names a port that somebody else has.
 * @param {Readonly<Record<string, number>>} ports by the setting that chose them
 * @param {string} host
 */
export async function refuseTakenPorts(ports, host) {
  for (const [setting, port] of Object.entries(ports)) {
    if ((await probe(port, host)) === null) {
      throw new Refusal(
        `Port ${port} is taken by another program, or may not be opened; ${setting} names another.`,
      );
    }
  }
}

/**
 * The wanted port, or a free one when somebody has it.
 * @param {number} wanted
 */
export async function choosePort(wanted) {
  return (await probe(wanted)) ?? freePort();
}

/**
 * A port for every setting: the one that the environment gives, else the standard one, else a free one.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<Record<string, string>>}
 */
export async function choosePorts(environment) {
  const chosen = Object.entries(PORTS).map(async ([name, standard]) => {
    return [name, environment[name] || String(await choosePort(standard))];
  });
  return Object.fromEntries(await Promise.all(chosen));
}
