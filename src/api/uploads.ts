import '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { FirmRoute, UploadedFile } from './route.ts';

/** The files of a multipart request, one after the other; other parts are passed over. */
export async function* filesOf(request: FastifyRequest, route: FirmRoute): AsyncGenerator<UploadedFile> {
  if (route.upload === undefined) return;
  const { bytesMax, filesMax } = route.upload;
  for await (const part of request.files({ limits: { fileSize: bytesMax, files: filesMax } })) {
    yield { fileName: part.filename, content: part.file };
  }
}
