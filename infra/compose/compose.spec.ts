import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ComposedService, readComposition } from './compose-schema.js';
import { repository, textOf, yamlOf } from './repository.js';
import { settingsInCode } from './settings.js';

const composition = readComposition(yamlOf('compose.yaml'));
const services = Object.entries(composition.services);
const named = (name: string): ComposedService => {
  const found = new Map(services).get(name);
  if (!found) throw new Error(`there is no service ${name}`);
  return found;
};

const ONE_SHOT = ['setup', 'migrator'];
const OURS = ['api', 'webhook', 'importer', 'exporter'];

describe('the form of compose.yaml', () => {
  it('refuses a key that compose does not know', () => {
    const planted = { ...composition, services: { api: { ...named('api'), healthchek: {} } } };
    expect(() => readComposition(planted)).toThrow(/healthchek/);
  });

  it('refuses a number where compose wants a text', () => {
    const planted = { ...composition, services: { api: { ...named('api'), environment: { UID: 1000 } } } };
    expect(() => readComposition(planted)).toThrow(/environment\/UID/);
  });

  it('holds the five services, their stores and the proxy, and monitoring only on request', () => {
    const always = services.filter(([, { profiles }]) => !profiles).map(([name]) => name);
    expect(new Set(always)).toEqual(new Set([...ONE_SHOT, ...OURS, 'proxy', 'postgres', 'redis']));
    expect(
      services.filter(([, { profiles }]) => profiles?.includes('monitoring')).map(([name]) => name),
    ).toEqual(['prometheus', 'grafana']);
  });

  it('names only networks, volumes and files that exist', () => {
    for (const [name, { networks = [], volumes = [] }] of services) {
      for (const network of networks) expect(composition.networks, name).toHaveProperty(network);
      for (const volume of volumes) {
        const [source = ''] = volume.split(':');
        if (source === './data') continue;
        if (source.startsWith('./')) expect(existsSync(join(repository, source)), source).toBe(true);
        else expect(composition.volumes, name).toHaveProperty(source);
      }
    }
  });
});

describe('every container', () => {
  it.each(services)('%s gives up all rights that it does not need', (name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      init: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      stop_grace_period: '30s',
      logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
    });
    expect(service.cap_add ?? []).toEqual(name === 'setup' ? ['CHOWN', 'DAC_OVERRIDE'] : []);
    expect(service.tmpfs).toContain('/tmp');
  });

  it.each(services.filter(([name]) => !ONE_SHOT.includes(name)))(
    '%s says whether it is healthy, and comes back by itself',
    (_name, { healthcheck, restart }) => {
      expect(healthcheck?.test.length).toBeGreaterThan(1);
      expect(restart).toBe('unless-stopped');
    },
  );

  it.each(ONE_SHOT)('%s runs once and is waited for', (name) => {
    expect(named(name).restart).toBe('no');
    const conditions = services.map(([, { depends_on }]) => depends_on?.[name]?.condition).filter(Boolean);
    expect(new Set(conditions)).toEqual(new Set(['service_completed_successfully']));
  });

  it('waits only for what can become what it waits for', () => {
    for (const [name, { depends_on = {} }] of services) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const isOneShot = ONE_SHOT.includes(other);
        expect(named(other).profiles ?? [], name).toEqual(named(name).profiles ?? []);
        expect(condition, `${name} on ${other}`).toBe(
          isOneShot ? 'service_completed_successfully' : 'service_healthy',
        );
      }
    }
  });

  it('is reached from outside through the proxy alone', () => {
    const published = services.filter(([, { ports }]) => ports && ports.length > 0);
    expect(published.map(([name]) => name)).toEqual(['proxy']);
    expect(named('proxy').ports).toEqual(['${WS_PORT:-8080}:8080', '${WS_WEBHOOK_PORT:-8081}:8081']);
  });

  it('is started with no secret in its environment', () => {
    const SECRET = /PASSWORD|SECRET|TOKEN|API_KEY|_URL$/;
    for (const [name, { environment = {} }] of services) {
      const given = Object.entries(environment).filter(([key]) => SECRET.test(key));
      for (const [key, value] of given)
        expect(value, `${name} ${key}`).toMatch(
          /^\$\{[A-Z_]+:-\}$|^\/run\/passwords\/|^http:\/\/webhook:8081$|grafana/,
        );
    }
  });
});

describe('the images', () => {
  it('are one for all our services, built once and never asked for elsewhere', () => {
    const local = services.filter(([, { image }]) => image.endsWith(':local'));
    expect(local.every(([, { pull_policy }]) => pull_policy === 'never')).toBe(true);
    const builders = local.filter(([, { build }]) => build).map(([name]) => name);
    expect(builders).toEqual(['setup', 'proxy']);
    for (const name of [...ONE_SHOT, ...OURS]) expect(named(name).image).toBe(named('setup').image);
  });

  it('of others are named with their version', () => {
    for (const [, { image }] of services) expect(image).toMatch(/:(local|v?\d+(\.\d+)*)$/);
  });

  it('are built from what exists and is not kept out, without a frontend to fetch', () => {
    const dockerfile = textOf('infra/docker/Dockerfile');
    expect(dockerfile).not.toMatch(/^#\s*syntax=/m);
    const targets = [...dockerfile.matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, name]) => name);
    for (const [, { build }] of services) if (build) expect(targets).toContain(build.target);
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
      paths.split(' '),
    );
    const allowed = textOf('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    expect(sources.length).toBeGreaterThan(5);
    for (const source of sources) {
      expect(existsSync(join(repository, source)), source).toBe(true);
      expect(allowed, source).toContain(source.split('/')[0]);
    }
  });

  it('run as somebody else than root', () => {
    const stages = textOf('infra/docker/Dockerfile').split(/^FROM /m);
    for (const target of ['service', 'proxy'])
      expect(
        stages.find((stage) => stage.includes(` AS ${target}\n`)),
        target,
      ).toMatch(/^USER (?!root)/m);
    for (const [name, { user }] of services)
      if (name !== 'setup') expect(user ?? 'of the image').not.toMatch(/^(0|root)/);
  });
});

describe('our services', () => {
  it.each(OURS)('%s is asked for its health on its own management port', (name) => {
    const port = settingsInCode().get(`WS_METRICS_PORT_${name.toUpperCase()}`);
    expect(named(name).healthcheck?.test).toEqual(['CMD', 'node', 'infra/docker/ready.mjs', port]);
    expect(named(name).command).toEqual(['infra/docker/serve.mjs', name]);
  });

  it('answer to the name that people type after docker exec', () => {
    expect(services.filter(([, { container_name }]) => container_name).map(([name]) => name)).toEqual([
      'api',
    ]);
    expect(named('api').container_name).toBe('watchstate');
  });

  it('find the proxy knowing them by name and port', () => {
    const upstreams = [...textOf('infra/nginx/nginx.conf').matchAll(/set \$(\w+) http:\/\/(\w+):(\d+);/g)];
    const ports: Record<string, string | null | undefined> = {
      api: settingsInCode().get('WS_PORT'),
      webhook: settingsInCode().get('WS_WEBHOOK_PORT'),
      grafana: '3000',
    };
    expect(new Set(upstreams.map(([, , host]) => host))).toEqual(new Set(Object.keys(ports)));
    for (const [, variable, host = '', port] of upstreams) {
      expect(variable).toBe(host);
      expect(port).toBe(ports[host]);
      expect(named(host).networks?.some((network) => named('proxy').networks?.includes(network))).toBe(true);
    }
  });
});

describe('the key as a secret of compose', () => {
  it('reaches everybody who makes or needs one, as a file and never as a value', () => {
    const { services: keyed, secrets } = yamlOf('infra/compose/secret-key.yaml') as {
      readonly services: Readonly<Record<string, unknown>>;
      readonly secrets: object;
    };
    expect(Object.keys(keyed).sort()).toEqual(['setup', ...OURS].sort());
    for (const service of Object.values(keyed))
      expect(service).toEqual({
        environment: { WS_SECRET_KEY_FILE: '/run/secrets/ws_secret_key' },
        secrets: ['ws_secret_key'],
      });
    expect(Object.keys(secrets)).toEqual(['ws_secret_key']);
  });
});

describe('the proxy', () => {
  it('adds the address that it sees to what a proxy in front has told, on every way', () => {
    const config = textOf('infra/nginx/nginx.conf');
    const told = [...config.matchAll(/X-Forwarded-For (\S+);/g)].map(([, value]) => value);
    expect(told.length).toBeGreaterThan(1);
    expect(new Set(told)).toEqual(new Set(['$proxy_add_x_forwarded_for']));
  });

  it('sets the same security headers as the api service', () => {
    const file = textOf('infra/nginx/security-headers.conf');
    const own = [...file.matchAll(/^add_header (\S+) "(.*)" always;$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    const theirs = textOf('services/api/src/gateway/security-headers.ts');
    expect(own.length).toBeGreaterThan(5);
    for (const [name = '', value = ''] of own) {
      expect(theirs, name).toMatch(new RegExp(`'?${name}'?:`));
      for (const part of value.split('; '))
        expect(theirs, name).toContain(part.replace("connect-src 'self'", 'connect-src ${['));
    }
    expect(theirs.match(/^ {2}'[A-Z][A-Za-z-]+':/gm)).toHaveLength(own.length);
  });

  it('keeps the same files for ever, and takes the same addresses for files, as the api service does', () => {
    const patterns = [...textOf('services/api/src/gateway/ui-files.ts').matchAll(/^const \w+ = \/(.+)\/;/gm)];
    expect(patterns).toHaveLength(2);
    for (const [, pattern = ''] of patterns)
      expect(textOf('infra/nginx/nginx.conf')).toContain(`location ~ "${pattern.replaceAll('\\/', '/')}" {`);
  });

  it('never writes a query, where keys may stand, into a log', () => {
    const config = textOf('infra/nginx/nginx.conf');
    const [, format = ''] = /log_format requests[^;]*?((?:'[^']*'\s*)+);/.exec(config) ?? [];
    expect(format).toContain('$path');
    expect(format).not.toMatch(/\$(request\b|request_uri|args|query_string|http_referer)/);
    expect(config).toMatch(/^error_log \/dev\/stderr crit;/m);
  });
});
