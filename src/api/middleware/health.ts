import type { FastifyInstance } from 'fastify';
import type { Context } from '#actions/context.ts';
import { isDatabaseReady } from '#actions/ready.ts';
import { sendProblem } from '../errors/problems.ts';

/** /livez: the process answers. /readyz: it can do its work. For load balancers and supervisors. */
export function answerHealth(server: FastifyInstance, database: Context['database']): void {
  server.get('/livez', () => ({ status: 'live' }));
  server.get('/readyz', async (_request, reply) => {
    if (await isDatabaseReady(database)) return { status: 'ready' };
    return sendProblem(reply, { code: 'unavailable', detail: 'The database cannot be reached.' });
  });
}
