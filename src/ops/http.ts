import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Installation } from './installation.ts';
import { webFolder } from './web-app.ts';

/** Everything that answers HTTP on this installation: its health and the browser app. */
export async function openHttp(installation: Installation): Promise<FastifyInstance> {
  const server = Fastify({ logger: { level: installation.config.logLevel }, forceCloseConnections: 'idle' });
  server.get('/health', async () => {
    await installation.database.asInstallation((tx) => tx.query('SELECT 1'));
    return { status: 'ok' };
  });
  if (existsSync(join(webFolder, 'index.html'))) await server.register(staticFiles, { root: webFolder });
  return server;
}
