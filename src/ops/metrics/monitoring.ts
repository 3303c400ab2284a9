// Everything that watches over a process, put together: what it counts, where that can be read, what it writes down, and
// what it says in the log.

import { hostname } from 'node:os';
import { Registry } from 'prom-client';
import type { Logger } from 'pino';
import type { Admission } from '#api/admission/admission.ts';
import type { Answered } from '#api/middleware/answers.ts';
import { openDatabase } from '#store/database.ts';
import type { OperationKind } from '#store/monitoring/operations.ts';
import { statementAnswered } from '#store/signals.ts';
import type { RoutineDone } from '#worker/worker.ts';
import { programVersion } from '../backup/program-version.ts';
import type { Installation } from '../installation.ts';
import { startGraphite, type GraphiteSender } from './graphite.ts';
import { openInstallationGauges } from './installation-gauges.ts';
import { installationReader } from './installation-reading.ts';
import { startKeeper } from './keeper.ts';
import { listenForMetrics, type MetricsListener } from './listener.ts';
import { openLoadTally } from './load.ts';
import { openMeters } from './meters.ts';
import { openSampler, type Role } from './sample.ts';

export type Monitoring = {
  /** To be told of each answer and each routine. */
  readonly onAnswered: (answered: Answered) => void;
  readonly onDone: (done: RoutineDone) => void;
  /** Where the metrics are, if anywhere. */
  readonly metricsAddress: string | undefined;
  stop(): Promise<void>;
};

export type MonitoringOptions = {
  readonly installation: Installation;
  readonly role: Role;
  readonly log: Logger;
  readonly isServing: () => boolean;
  readonly isDraining?: () => boolean;
  /** Who begins and who waits, of a server. */
  readonly admission?: Admission;
  /** What it does when an operator asks for it. */
  readonly does: readonly OperationKind[];
};

export async function startMonitoring(options: MonitoringOptions): Promise<Monitoring> {
  const { installation, role, log, isServing, isDraining = () => false, does } = options;
  const { monitoring, dataFolder } = installation.config;
  const database = openDatabase(installation.address, {
    poolSize: 1,
    standsBack: true,
    onConnectionLost: (error) => log.warn({ err: error }, 'Monitoring lost its connection.'),
  });
  const read = installationReader(database);
  const registry = new Registry();
  const { pool } = installation.database;
  const meters = openMeters({
    registry,
    role,
    version: programVersion(),
    pool,
    admission: options.admission,
  });
  const gauges = openInstallationGauges(registry, read, dataFolder);
  const warn = (error: unknown, message: string) => log.warn({ err: error }, message);

  const tally = openLoadTally();
  const sampler = openSampler(role, dataFolder);
  const tellAnswered = answerLog(monitoring.slowRequestMs);
  const stopTelling = tellSlowStatements(log, monitoring.slowQueryMs);
  let listener: MetricsListener | undefined;
  if (monitoring.metrics !== undefined) {
    const metrics = async () => {
      meters.refresh();
      await gauges.refresh();
      return { type: registry.contentType, text: await registry.metrics() };
    };
    const onError = (error: unknown) => warn(error, 'The metrics could not be read.');
    listener = await listenForMetrics({ ...monitoring.metrics, metrics, onError });
  }
  const startedAt = new Date().toISOString();
  const own = { host: hostname(), process: process.pid, role, version: programVersion(), startedAt, does };
  const describe = () => ({ ...own, draining: isDraining() });
  const keeper = startKeeper({ database, read, sampler, tally, isServing, describe, warn });
  const graphite: GraphiteSender | undefined =
    monitoring.graphite && startGraphite({ ...monitoring.graphite, role, dataFolder, read, warn });

  return {
    metricsAddress: listener?.address,
    onAnswered(answered) {
      meters.answered(answered);
      tally.add(answered);
      graphite?.tally.add(answered);
      tellAnswered(answered);
    },
    onDone: (done) => meters.routineDone(done),
    async stop() {
      stopTelling();
      meters.close();
      await Promise.all([listener?.close(), keeper.stop(), graphite?.stop()]);
      sampler.close();
      await database.close();
    },
  };
}

const asked = new Set(['/livez', '/readyz']);

function answerLog(slowMs: number): (answered: Answered) => void {
  return ({ log, isStream, route, ...told }) => {
    const isSlow = told.durationMs >= slowMs && !isStream;
    const level = isSlow ? 'warn' : asked.has(route) ? 'debug' : 'info';
    if (!isWritten(log, level)) return;
    const line = { ...told, durationMs: Math.round(told.durationMs * 10) / 10, route };
    log[level](line, isSlow ? 'answered slowly' : 'answered');
  };
}

/** The framework's type of a log leaves out how to ask it. */
function isWritten(log: Answered['log'], level: 'warn' | 'info' | 'debug'): boolean {
  return !('isLevelEnabled' in log) || (log as Logger).isLevelEnabled(level);
}

const textLengthMax = 300;

/** Statements hold placeholders instead of values, so their text may be shown. */
function tellSlowStatements(log: Logger, slowMs: number): () => void {
  return statementAnswered.listen(({ name, text, durationMs }) => {
    if (durationMs < slowMs) return;
    const statement = text.replaceAll(/\s+/g, ' ').trim().slice(0, textLengthMax);
    log.warn({ statement, name, durationMs: Math.round(durationMs) }, 'a slow statement');
  });
}
