import { describe, expect, it } from 'vitest';
import { Metrics } from '#libs/runtime';
import { readComposition } from './compose-schema.js';
import { textOf, yamlOf } from './repository.js';
import { settingsInCode } from './settings.js';

const OURS = ['api', 'webhook', 'importer', 'exporter'];

interface Scrapes {
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly honor_labels: boolean;
    readonly dns_sd_configs: readonly { readonly names: readonly string[]; readonly port: number }[];
  }[];
}

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly for: string;
      readonly annotations: Readonly<Record<string, string>>;
    }[];
  }[];
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
}

/** Names under which Prometheus sees our metrics, and Node's; `up` is its own. */
const known = new Set([
  'up',
  ...new Metrics()
    .includeProcess()
    .registry.getMetricsAsArray()
    .flatMap(({ name, type }) =>
      String(type) === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name],
    ),
]);

const WORDS = new Set([
  'by',
  'le',
  'sum',
  'min',
  'max',
  'rate',
  'increase',
  'histogram_quantile',
  'min_over_time',
]);
const LABELS = new Set(['queue', 'job', 'kind', 'state', 'outcome', 'verdict', 'reading', 'operation']);

/** The metrics that an expression names: every word that is no function, no label and no text. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/by \([^)]*\)/g, '');
  return [...bare.matchAll(/[a-z_]\w*/gi)]
    .map(([word]) => word)
    .filter((word) => !WORDS.has(word) && !LABELS.has(word));
}

const { rule_files, scrape_configs } = yamlOf('infra/prometheus/prometheus.yml') as Scrapes;
const alerts = (yamlOf('infra/prometheus/rules/alerts.yml') as Rules).groups.flatMap(({ rules }) => rules);
const dashboard = JSON.parse(textOf('infra/grafana/dashboards/watchstate.json')) as Dashboard;

it('reads the metrics out of an expression', () => {
  const expression =
    'histogram_quantile(0.5, sum by (le, job) (rate(sync_job_wait_seconds_bucket{queue="up"}[5m])))';
  expect(metricsIn(expression)).toEqual(['sync_job_wait_seconds_bucket']);
  expect(known).toContain('sync_job_wait_seconds_bucket');
  expect(known).not.toContain('sync_job_wait_seconds');
});

describe('Prometheus', () => {
  it('asks all four services on their management ports', () => {
    const ports = settingsInCode();
    expect(scrape_configs.map(({ job_name }) => job_name)).toEqual(OURS);
    for (const { job_name, dns_sd_configs, honor_labels } of scrape_configs) {
      const port = Number(ports.get(`WS_METRICS_PORT_${job_name.toUpperCase()}`));
      expect(dns_sd_configs).toEqual([expect.objectContaining({ names: [job_name], type: 'A', port })]);
      // Our own label `job` is the name of the queue's job.
      expect(honor_labels).toBe(true);
    }
  });

  it('finds its rules where compose puts them', () => {
    const { volumes } = readComposition(yamlOf('compose.yaml')).services['prometheus'] ?? {};
    expect(volumes).toContain('./infra/prometheus:/etc/prometheus:ro');
    for (const file of rule_files)
      expect(textOf(file.replace('/etc/prometheus', 'infra/prometheus'))).not.toBe('');
  });

  it('raises the alarms that the operations guide explains', () => {
    expect(alerts.map(({ alert }) => alert)).toEqual([
      'IntentsStayOpen',
      'JobsFail',
      'MediaServerUnreachable',
      'BackendBlocked',
      'ServiceDown',
    ]);
    const guide = textOf('docs/operations.md');
    for (const { alert } of alerts) expect(guide).toContain(alert);
  });

  it.each(alerts)('raises $alert on metrics that exist, says what to do, and has a test', (rule) => {
    expect(metricsIn(rule.expr)).not.toEqual([]);
    expect(metricsIn(rule.expr).filter((metric) => !known.has(metric))).toEqual([]);
    expect(Object.keys(rule.annotations)).toEqual(['summary', 'description']);
    expect(textOf('infra/prometheus/rules/alerts.test.yml')).toContain(`alertname: ${rule.alert}`);
  });
});

describe('the dashboard', () => {
  const charts = dashboard.panels.filter(({ type }) => type !== 'row');

  it.each(charts)(
    'shows “$title” from metrics that exist, with a word of explanation',
    ({ targets = [], ...panel }) => {
      expect(panel.datasource?.uid).toBe('prometheus');
      expect(panel.description).toMatch(/\.$/);
      expect(targets.length).toBeGreaterThan(0);
      for (const { expr } of targets) {
        expect(metricsIn(expr)).not.toEqual([]);
        expect(metricsIn(expr).filter((metric) => !known.has(metric))).toEqual([]);
      }
    },
  );

  it('uses every metric of the closed list', () => {
    const used = new Set(
      charts.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr))),
    );
    const ours = new Metrics().registry.getMetricsAsArray().map(({ name }) => name);
    expect(ours.filter((name) => !used.has(name) && !used.has(`${name}_bucket`))).toEqual([]);
  });

  it('has its panels side by side, none over another', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)}:${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});
