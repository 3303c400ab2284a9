// Files that a request brings: as parts of a form, or, where the route says so, one as the whole body.

import '@fastify/multipart';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FirmRoute, UploadedFile } from './route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body, where it is a file. */
    fileBody: Buffer | null;
  }
}

/** Has a server read bodies of these types as files. */
export function readFileBodies(server: FastifyInstance, mediaTypes: readonly string[]): void {
  server.decorateRequest('fileBody', null);
  server.addContentTypeParser<Buffer>([...mediaTypes], { parseAs: 'buffer' }, (request, body, done) => {
    request.fileBody = body;
    done(null, undefined);
  });
}

/** The files of a request, one after the other; other parts of a form are passed over. */
export async function* filesOf(request: FastifyRequest, route: FirmRoute): AsyncGenerator<UploadedFile> {
  if (route.upload === undefined) return;
  if (route.upload.mediaTypes !== undefined && request.fileBody !== null) {
    if (request.fileBody.length > 0) yield { fileName: '', content: Readable.from([request.fileBody]) };
    return;
  }
  const { bytesMax, filesMax } = route.upload;
  for await (const part of request.files({ limits: { fileSize: bytesMax, files: filesMax } })) {
    yield { fileName: part.filename, content: part.file };
  }
}
