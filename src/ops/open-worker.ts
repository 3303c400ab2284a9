import { hostname } from 'node:os';
import { pino } from 'pino';
import { documentPdf } from '#actions/documents/document-pdf.ts';
import { startWorker, type Worker } from '#worker/worker.ts';
import type { Installation } from './installation.ts';
import type { MailSetUp } from './mail-set-up.ts';

/** A worker of this installation. Its log goes where the server's goes. */
export function openWorker(
  { config, database, address }: Installation,
  options: { readonly mail: MailSetUp | undefined; readonly concurrency: number },
): Promise<Worker> {
  const { mail, concurrency } = options;
  return startWorker({
    supplies: {
      database,
      clock: () => new Date().toISOString(),
      mail: mail && { transport: mail.transport, drawUp: documentPdf },
    },
    address,
    concurrency,
    description: `${hostname()}, process ${process.pid}`,
    log: pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true })),
  });
}
