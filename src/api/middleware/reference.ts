import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** The reference to read at /api/docs, and the document it is made from. All its files are served from here. */
export async function serveReference(server: FastifyInstance, document: object): Promise<void> {
  const text = JSON.stringify(document);
  server.get('/api/v1/openapi.json', (_request, reply) => reply.type('application/json').send(text));
  await server.register(swagger, { mode: 'static', specification: { document: document as never } });
  await server.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    uiConfig: { docExpansion: 'none', displayRequestDuration: true, tryItOutEnabled: true },
  });
}
