import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { openAdmission } from '#api/admission/admission.ts';
import { limitsFor } from '#api/admission/limits.ts';
import { briefly, pendingMigrations } from '#store/migrate.ts';
import { readFirmsFounded } from '#store/firms.ts';
import type { Config } from './config.ts';
import type { Worker } from '#worker/worker.ts';
import { choresOfWorker } from './backup/chores.ts';
import { checkConnections } from './connections.ts';
import { openHttp } from './http.ts';
import { type Installation, openInstallation } from './installation.ts';
import { openLog } from './log.ts';
import { mailFolderOf, mailSetUp, type MailSetUp } from './mail-set-up.ts';
import { startMonitoring, type Monitoring } from './metrics/monitoring.ts';
import { openWorker } from './open-worker.ts';
import { bringUpToDate } from './run-migrate.ts';
import { checkSecret } from './secret.ts';
import { demoEmails, demoPasswordDefault } from './seed/sign-ins.ts';
import { StartError } from './start-error.ts';
import { listenForStop, type StopSignal } from './stop-signal.ts';
import { ensureWebApp } from './web-app.ts';

/**
 * The life of a server: open the installation, prepare it, listen, wait for the signal to stop, and take everything
 * down in the reverse order: load balancers are let know, requests and routines are finished, connections given back, PostgreSQL stopped, the lock
 * released.
 */

const drainWithinMs = 10_000;
/** Few, so that people who wait for answers come first. */
const workBesideServing = 2;

export async function serve(config: Config, options: { prepare: boolean; work: boolean }): Promise<void> {
  const stop = listenForStop();
  const installation = await openInstallation(config, {
    purpose: 'serve',
    exclusive: true,
    manyTransactions: true,
    log: logLine,
  });
  const phase: Phase = { isListening: false, isDraining: false };
  let monitoring: Monitoring | undefined;
  let server: FastifyInstance | undefined;
  let worker: Worker | undefined;
  try {
    const routines = options.work ? workBesideServing : 0;
    await checkConnections(installation, { serves: true, routines }, logLine);
    if (options.prepare) await prepare(installation, stop);
    else await checkMigrated(installation);
    await checkSecret(installation, 'serve');
    if (stop.requested()) return;
    const log = openLog(config.logLevel);
    const admission = openAdmission(limitsFor(config.requestsAtOnce));
    const isServing = () => phase.isListening;
    const isDraining = () => phase.isDraining;
    const does = options.work ? choresOfWorker(config) : [];
    const watched = { installation, log, isServing, isDraining, does, admission };
    monitoring = await startMonitoring({ ...watched, role: 'serve' });
    const mail = mailSetUp(config);
    const { onAnswered, onDone } = monitoring;
    if (options.work)
      worker = await openWorker(installation, { mail, concurrency: workBesideServing, log, onDone });
    server = openHttp(installation, { mail, log, onAnswered, isDraining, admission });
    const address = await listen(server, config);
    phase.isListening = true;
    installation.describe(`process ${process.pid} (workledger serve, ${address})`);
    await greet(installation, { address, mail, metricsAddress: monitoring.metricsAddress });
    const signal = await stop.asked;
    console.log(signal === 'SIGINT' ? '\nStopping…' : 'Stopping…');
    // It takes no more from here on; what it has begun has all of the time that is left.
    void worker?.stop().catch(() => {});
    if (signal !== 'SIGINT') await letOthersNotice(phase, config);
  } finally {
    phase.isListening = false;
    await Promise.all([server && drain(server), worker?.stop()]);
    await monitoring?.stop();
    await installation.close();
  }
}

type Phase = { isListening: boolean; isDraining: boolean };

/** Goes on answering while load balancers learn from /readyz that they should look for another server. */
async function letOthersNotice(phase: Phase, { drainSeconds }: Config): Promise<void> {
  phase.isDraining = true;
  await delay(drainSeconds * 1_000);
}

type Greeting = { address: string; mail: MailSetUp | undefined; metricsAddress: string | undefined };

async function greet(installation: Installation, greeting: Greeting): Promise<void> {
  const { config } = installation;
  const { address, mail, metricsAddress } = greeting;
  console.log(`Workledger is ready at ${config.baseUrl ?? address}`);
  for (const line of await signInHint(installation)) console.log(line);
  if (mail?.kind === 'folder')
    console.log(`Mail: written into ${mailFolderOf(config)}, not sent. SMTP_URL sends it.`);
  if (metricsAddress !== undefined) console.log(`Metrics: ${metricsAddress}`);
  console.log(
    `Data: ${config.databaseUrl ? 'the server of DATABASE_URL' : config.dataFolder}. Stop: Ctrl-C.`,
  );
}

async function prepare(installation: Installation, stop: StopSignal): Promise<void> {
  const { applied } = await bringUpToDate(installation);
  if (applied.length > 0) console.log(`Database: ${applied.length} migrations applied`);
  if (stop.requested()) return;
  if (installation.config.demo) await ensureDemo(installation);
  if (stop.requested()) return;
  const web = await ensureWebApp();
  if (web === 'built') console.log('Web pages: built');
  if (web === 'failed') console.log('Web pages: they could not be built, so only the API is served');
  if (web === 'noBuilder')
    console.log('Web pages: not built, because Vite is not installed; only the API is served');
}

/** The first start of an installation makes a firm to try things on. */
async function ensureDemo({ database }: Installation): Promise<void> {
  const { own, demo } = await database.asInstallation(readFirmsFounded);
  if (own || demo) return;
  const { seedDemo } = await import('./seed/seed-demo.ts');
  const seeded = await seedDemo({ database, clock: () => new Date().toISOString(), scenario: 'agency' });
  if (!seeded.ok) throw new Error(seeded.refusals.map(({ detail }) => detail).join(' '));
  console.log(`Demo firm: ${seeded.value.firmName}, ${seeded.value.entries} time entries`);
}

/** How to get in, as long as there is a demo firm. */
async function signInHint({ database }: Installation): Promise<string[]> {
  const { own, demo } = await database.asInstallation(readFirmsFounded);
  if (!demo) return own ? [] : ['Open it to make your firm and its first owner.'];
  const people = Object.values(demoEmails).join(', ');
  return [`Sign in to the demo firm with the password ${demoPasswordDefault}, as ${people}`];
}

export async function checkMigrated(installation: Installation): Promise<void> {
  const pending = await pendingMigrations(installation.database.pool);
  if (pending.length === 0) return;
  throw new StartError(
    `The database lacks ${briefly(pending)}. Run "workledger migrate" first, or "workledger start".`,
  );
}

async function listen(server: FastifyInstance, config: Config): Promise<string> {
  try {
    await server.listen({ host: config.host, port: config.port });
  } catch (error) {
    throw new StartError(whyNotListening(error as NodeJS.ErrnoException, config), { cause: error });
  }
  const { port } = server.server.address() as AddressInfo;
  const everywhere = ['0.0.0.0', '::'].includes(config.host);
  const host = everywhere ? 'localhost' : config.host.includes(':') ? `[${config.host}]` : config.host;
  return `http://${host}:${port}`;
}

function whyNotListening(error: NodeJS.ErrnoException, { host, port }: Config): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program. Set PORT to another number, or 0 for any free one.`;
    case 'EACCES':
      return `This user may not listen on port ${port}. Set PORT to a number above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is "${host}", which is no address of this machine. Use 127.0.0.1 or 0.0.0.0.`;
    default:
      return `Cannot listen on ${host}:${port}: ${error.message}`;
  }
}

/** Lets running requests finish, but not for ever. */
async function drain(server: FastifyInstance): Promise<void> {
  const late = setTimeout(() => server.server.closeAllConnections(), drainWithinMs).unref();
  await server.close();
  clearTimeout(late);
}

function logLine(message: string): void {
  console.error(message);
}
