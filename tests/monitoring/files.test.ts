// The files of deploy/monitoring: they name metrics that exist, and the programs that read them accept them. Those
// programs come with the system (apt install prometheus nagios4-core); without them their part is left out.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { openAdmission } from '#api/admission/admission.ts';
import { limitsFor } from '#api/admission/limits.ts';
import { openInstallationGauges } from '#ops/metrics/installation-gauges.ts';
import { installationReader } from '#ops/metrics/installation-reading.ts';
import { openMeters } from '#ops/metrics/meters.ts';
import { testDatabase } from '#store/testing/database.ts';

const { database } = await testDatabase();
const folder = join(import.meta.dirname, '..', '..', 'deploy', 'monitoring');
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

async function metricNames(): Promise<ReadonlySet<string>> {
  const registry = new Registry();
  const meters = openMeters({
    registry,
    role: 'serve',
    version: '0',
    pool: database.pool,
    admission: openAdmission(limitsFor(8)),
  });
  const gauges = openInstallationGauges(registry, installationReader(database), tmpdir());
  meters.refresh();
  await gauges.refresh();
  const text = await registry.metrics();
  meters.close();
  assert.match(text, /^workledger_database_up 1$/m);
  return new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
}

const names = await metricNames();

function unknownIn(expression: string): string[] {
  return [...expression.matchAll(/\b(?:workledger|nodejs|process)_\w+/g)]
    .map(([name]) => name)
    .filter((name) => !names.has(name) && !names.has(name.replace(/_(?:bucket|sum|count)$/, '')));
}

test('every metric that an alert names exists', () => {
  assert.deepEqual(unknownIn(read('prometheus/alerts.yml')), []);
  assert.deepEqual(
    unknownIn('workledger_nonsense_total'),
    ['workledger_nonsense_total'],
    'the test can fail',
  );
});

type Panel = { title: string; type: string; targets?: { expr: string }[]; gridPos: Record<string, number> };

test('every panel of the dashboard asks for metrics that exist, and no two lie on each other', () => {
  const { panels } = JSON.parse(read('grafana/workledger.json')) as { panels: Panel[] };
  const taken = new Set<string>();
  for (const { title, type, targets = [], gridPos } of panels) {
    if (type !== 'row') assert.ok(targets.length > 0, title);
    for (const { expr } of targets) assert.deepEqual(unknownIn(expr), [], title);
    for (let x = gridPos['x']!; x < gridPos['x']! + gridPos['w']!; x += 1) {
      const place = `${x} ${gridPos['y']}`;
      assert.ok(!taken.has(place), `${title} lies on another panel`);
      taken.add(place);
    }
  }
});

test('nothing of the installation is told without anybody looking at it', () => {
  const shown = `${read('prometheus/alerts.yml')}${read('grafana/workledger.json')}`;
  const unseen = [...names].filter((name) => name.startsWith('workledger_') && !shown.includes(name));
  // For people who ask: which program it is, how much streams and statements take, and how an operation ended.
  assert.deepEqual(unseen.sort(), [
    'workledger_database_replica_lag_bytes',
    'workledger_http_streams_total',
    'workledger_info',
    'workledger_operation_last_end_timestamp_seconds',
    'workledger_operation_last_succeeded',
    'workledger_statement_seconds_total',
    'workledger_statements_total',
  ]);
});

function isThere(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

function run(program: string, parameters: string[], cwd = folder) {
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    cwd,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, said: `${stdout}\n${stderr}` };
}

const withoutPrometheus = isThere('promtool') ? false : 'promtool is not installed';

test(
  'Prometheus accepts its configuration, and the alerts fire when they should',
  { skip: withoutPrometheus },
  () => {
    const prometheus = join(folder, 'prometheus');
    for (const parameters of [
      ['check', 'config', 'prometheus.yml'],
      ['test', 'rules', 'alerts.test.yml'],
    ]) {
      const { status, said } = run('promtool', parameters, prometheus);
      assert.equal(status, 0, said);
    }
  },
);

test('Prometheus can evaluate every expression of the dashboard', { skip: withoutPrometheus }, (t) => {
  const scratch = mkdtempSync(join(tmpdir(), 'workledger-promtool-'));
  t.after(() => rmSync(scratch, { recursive: true }));
  const { panels } = JSON.parse(read('grafana/workledger.json')) as { panels: Panel[] };
  const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  const rules = expressions.map((expr, index) => ({
    record: `panel:${index}`,
    expr: expr.replaceAll('$__rate_interval', '5m'),
  }));
  // Prometheus reads YAML, and JSON is YAML.
  writeFileSync(join(scratch, 'rules.yml'), JSON.stringify({ groups: [{ name: 'panels', rules }] }));
  const { status, said } = run('promtool', ['check', 'rules', 'rules.yml'], scratch);
  assert.equal(status, 0, said);
});

const nagios = '/usr/sbin/nagios4';
const withoutNagios = isThere(nagios) ? false : 'nagios4 is not installed';

test('Nagios accepts the objects', { skip: withoutNagios }, (t) => {
  const scratch = mkdtempSync(join(tmpdir(), 'workledger-nagios-'));
  t.after(() => rmSync(scratch, { recursive: true }));
  mkdirSync(join(scratch, 'checkresults'));
  copyFileSync(join(folder, 'nagios', 'workledger.cfg'), join(scratch, 'workledger.cfg'));
  const usual = ['commands', 'contacts', 'timeperiods', 'templates'];
  const settings = [
    ...usual.map((name) => `cfg_file=/etc/nagios4/objects/${name}.cfg`),
    `cfg_file=${join(scratch, 'workledger.cfg')}`,
    `log_file=${join(scratch, 'nagios.log')}`,
    `check_result_path=${join(scratch, 'checkresults')}`,
    `object_cache_file=${join(scratch, 'objects.cache')}`,
    `status_file=${join(scratch, 'status.dat')}`,
    `temp_path=${scratch}`,
    `temp_file=${join(scratch, 'nagios.tmp')}`,
    // Otherwise it becomes a user who may not write here.
    `nagios_user=${userInfo().username}`,
    `nagios_group=${userInfo().gid}`,
    'illegal_macro_output_chars=`~$&|\'"<>',
  ];
  writeFileSync(join(scratch, 'nagios.cfg'), `${settings.join('\n')}\n`);
  const { status, said } = run(nagios, ['-v', join(scratch, 'nagios.cfg')], scratch);
  assert.equal(status, 0, said);
  assert.match(said, /Checked 9 services/);
});
