import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../errors/problems.ts';

/**
 * The browser app, and what is answered where nothing is. An address of the app that is no file is one of its pages,
 * so it gets the app, which then shows the page.
 */
export async function serveWebApp(server: FastifyInstance, webFolder: string | undefined): Promise<void> {
  if (webFolder !== undefined) {
    await server.register(staticFiles, {
      root: webFolder,
      wildcard: false,
      maxAge: '1y',
      immutable: true,
      setHeaders(reply, path) {
        if (!/[/\\]assets[/\\]/.test(path)) void reply.header('Cache-Control', 'no-cache');
      },
    });
  }
  server.setNotFoundHandler((request, reply) =>
    webFolder !== undefined && isPage(request) ? sendPage(reply) : sendNothingHere(reply),
  );
}

function isPage(request: FastifyRequest): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const path = request.url.split('?', 1)[0] ?? '';
  if (!isRead || path.startsWith('/api/') || path.startsWith('/assets/')) return false;
  return request.headers.accept?.includes('text/html') === true;
}

function sendPage(reply: FastifyReply): FastifyReply {
  return reply.header('Cache-Control', 'no-cache').sendFile('index.html');
}

function sendNothingHere(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, { code: 'notFound', detail: 'There is nothing at this address.' });
}
