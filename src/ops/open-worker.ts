import { hostname } from 'node:os';
import { pino } from 'pino';
import { openLiveHub } from '#actions/live/hub.ts';
import { documentPdf } from '#actions/documents/document-pdf.ts';
import { startWorker, type Worker } from '#worker/worker.ts';
import type { Installation } from './installation.ts';
import type { MailSetUp } from './mail-set-up.ts';

/** A worker of this installation. Its log goes where the server's goes. */
export async function openWorker(
  { config, database, address }: Installation,
  options: { readonly mail: MailSetUp | undefined; readonly concurrency: number },
): Promise<Worker> {
  const { mail, concurrency } = options;
  const live = openLiveHub(database);
  const worker = await startWorker({
    supplies: {
      database,
      clock: () => new Date().toISOString(),
      mail: mail && { transport: mail.transport, drawUp: documentPdf },
      live,
    },
    address,
    concurrency,
    description: `${hostname()}, process ${process.pid}`,
    log: pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true })),
  });
  return {
    async stop() {
      await worker.stop();
      await live.close();
    },
  };
}
