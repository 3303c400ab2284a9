import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { openLiveHub } from '#actions/live/hub.ts';
import { documentPdf } from '#actions/documents/document-pdf.ts';
import { startWorker, type Worker, type WorkerOptions } from '#worker/worker.ts';
import { startChores } from './backup/chores.ts';
import type { Installation } from './installation.ts';
import { startUpkeep } from './upkeep.ts';
import type { MailSetUp } from './mail-set-up.ts';

export type OpenWorkerOptions = Pick<WorkerOptions, 'concurrency' | 'onDone'> & {
  readonly mail: MailSetUp | undefined;
  readonly log: Logger;
};

/** A worker of this installation. */
export async function openWorker(
  installation: Installation,
  { mail, concurrency, onDone, log }: OpenWorkerOptions,
): Promise<Worker> {
  const { database, address, config } = installation;
  const clock = () => new Date().toISOString();
  const live = openLiveHub(database);
  const worker = await startWorker({
    supplies: {
      database,
      clock,
      mail: mail && { transport: mail.transport, drawUp: documentPdf },
      baseUrl: config.baseUrl ?? (mail?.kind === 'folder' ? `http://localhost:${config.port}` : undefined),
      report: (reference, err) => log.error({ err, reference }, 'A part of a billing run failed.'),
      live,
    },
    address,
    concurrency,
    description: `${hostname()}, process ${process.pid}`,
    log,
    onDone,
  });
  const chores = startChores(installation, log);
  const upkeep = startUpkeep(database, clock, log);
  const stop = async () => {
    await Promise.all([worker.stop(), chores.stop(), upkeep.stop()]);
    await live.close();
  };
  let stopped: Promise<void> | undefined;
  return { stop: () => (stopped ??= stop()) };
}
