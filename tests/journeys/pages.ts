// The built pages on a server of their own, with an API that answers whatever a test says. For what a real server seldom
// shows: names without end, enormous amounts, nothing at all, slowness and failure.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';
import { takeLock } from '#ops/exclusive-lock.ts';
import { stampOf } from '#ops/testing/stamp.ts';

const project = join(import.meta.dirname, '..', '..');

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const kept = join(project, 'node_modules', '.cache', 'workledger-pages');
const builtFrom = ['web', 'src/contract', 'src/core', 'docs/guides', 'docs/operating', 'docs/pictures'];
const buildWithin = 180_000;

/** The folder of the pages as they are now. Whichever test file comes first after a change builds them for all. */
export async function buildPages(): Promise<string> {
  const folder = join(kept, stampOf(builtFrom));
  if (existsSync(folder)) return folder;
  await mkdir(kept, { recursive: true });
  const lock = takeLock(join(kept, 'building'), `process ${process.pid}`, buildWithin);
  try {
    if (!existsSync(folder)) await build(folder);
  } finally {
    lock.release();
  }
  return folder;
}

async function build(folder: string): Promise<void> {
  const unfinished = `${folder}-unfinished`;
  const vite = join(project, 'node_modules', 'vite', 'bin', 'vite.js');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--logLevel', 'warn', '--outDir', unfinished, '--emptyOutDir'],
    { cwd: project },
  );
  await rename(unfinished, folder);
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
