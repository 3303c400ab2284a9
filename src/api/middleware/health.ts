import type { FastifyInstance } from 'fastify';
import type { Context } from '#actions/context.ts';
import { readinessCheck } from '#actions/ready.ts';

/**
 * For load balancers and supervisors. /livez: the process answers. /readyz: it can do its work, and will go on for a
 * while; a server that is about to stop says so here first.
 */
export function answerHealth(
  server: FastifyInstance,
  database: Context['database'],
  isDraining: () => boolean = () => false,
): void {
  // Whoever keeps a connection open opens the next one elsewhere, so that none is cut with a request on its way.
  server.addHook('onRequest', (_request, reply, done) => {
    if (isDraining()) reply.header('Connection', 'close');
    done();
  });
  const readiness = readinessCheck(database);
  server.get('/livez', () => ({ status: 'live' }));
  server.get('/readyz', async (_request, reply) => {
    const status = isDraining() ? 'draining' : await readiness();
    return reply
      .code(status === 'ready' ? 200 : 503)
      .header('Cache-Control', 'no-store')
      .send({ status });
  });
}
