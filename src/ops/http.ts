import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { buildServer } from '#api/server.ts';
import type { Installation } from './installation.ts';
import type { MailSetUp } from './mail-set-up.ts';
import { webFolder } from './web-app.ts';

/** The HTTP server of this installation. Its log goes to standard error; standard output is for the person who starts it. */
export function openHttp(
  { config, database, secret }: Installation,
  mail: MailSetUp | undefined,
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
    },
    log: pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true })),
  });
}
