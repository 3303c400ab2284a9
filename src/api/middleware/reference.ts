import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/**
 * The reference to read at /api/docs, and the document it is made from. All its files are served from here. Few ever ask
 * for the document, which takes a third of a second and megabytes to make, so it is made for whoever does.
 */
export async function serveReference(server: FastifyInstance, document: () => object): Promise<void> {
  let made: string | undefined;
  const text = () => (made ??= JSON.stringify(document()));
  server.get('/api/v1/openapi.json', (_request, reply) => reply.type('application/json').send(text()));
  const inTime = { toJSON: () => JSON.parse(text()) as unknown };
  await server.register(swagger, { mode: 'static', specification: { document: inTime as never } });
  await server.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    uiConfig: { docExpansion: 'none', displayRequestDuration: true, tryItOutEnabled: true },
  });
}
