import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Admission } from '#api/admission/admission.ts';
import { buildServer, type ServerOptions } from '#api/server.ts';
import type { Installation } from './installation.ts';
import type { MailSetUp } from './mail-set-up.ts';
import { webFolder } from './web-app.ts';

export type HttpOptions = Pick<ServerOptions, 'isDraining' | 'onAnswered'> & {
  readonly mail: MailSetUp | undefined;
  readonly log: Logger;
  readonly admission: Admission;
};

/** The HTTP server of this installation. */
export function openHttp(
  { config, database, secret }: Installation,
  { mail, log, isDraining, onAnswered, admission }: HttpOptions,
): FastifyInstance {
  const built = existsSync(join(webFolder, 'index.html'));
  return buildServer({
    database,
    clock: () => new Date().toISOString(),
    config: {
      baseUrl: config.baseUrl,
      trustProxy: config.trustProxy,
      secret,
      webFolder: built ? webFolder : undefined,
      mail: mail?.kind,
      statusPage: config.monitoring.statusPage,
    },
    isDraining,
    onAnswered,
    admission,
    log,
  });
}
