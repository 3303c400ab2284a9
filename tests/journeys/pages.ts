// The built pages on a server of their own, with an API that answers whatever a test says. For what a real server seldom
// shows: names without end, enormous amounts, nothing at all, slowness and failure.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';

const project = join(import.meta.dirname, '..', '..');

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Builds the pages as they are now into a folder of this process, so that test files do not disturb each other. */
export async function buildPages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'workledger-web-'));
  after(() => rm(folder, { recursive: true, force: true }));
  const vite = join(project, 'node_modules', 'vite', 'bin', 'vite.js');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--logLevel', 'warn', '--outDir', folder, '--emptyOutDir'],
    { cwd: project },
  );
  return folder;
}

/** Serves the pages alone; what their API answers is up to the test. */
export async function servePages(folder: string): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = extname(pathname) === '' ? '/index.html' : pathname;
    readFile(join(folder, file)).then(
      (content) => {
        response.setHeader('Content-Type', mediaTypes[extname(file)] ?? 'application/octet-stream');
        response.end(content);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  after(() => server.close());
  return `http://127.0.0.1:${port}`;
}
