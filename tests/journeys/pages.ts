// The built pages on a server of their own, with an API that answers whatever a test says. For what a real server seldom
// shows: names without end, enormous amounts, nothing at all, slowness and failure.

import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';
import { takeLock } from '#ops/exclusive-lock.ts';
import { stampOf } from '#ops/testing/stamp.ts';
import { pageSources } from '#ops/web-app.ts';

const project = join(import.meta.dirname, '..', '..');

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const kept = join(project, 'node_modules', '.cache', 'workledger-pages');
const keptMax = 5;
const buildWithin = 180_000;

/** The folder of the pages as they are now. Whichever test file comes first after a change builds them for all. */
export async function buildPages(): Promise<string> {
  const folder = join(kept, stampOf(pageSources()));
  if (existsSync(folder)) return folder;
  await mkdir(kept, { recursive: true });
  const lock = takeLock(join(kept, 'building'), `process ${process.pid}`, buildWithin);
  try {
    if (existsSync(folder)) return folder;
    await build(folder);
    await forgetOldest();
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

/** Builds of pages as they were; whoever uses one has just opened it. */
async function forgetOldest(): Promise<void> {
  const builds = (await readdir(kept)).filter((name) => name !== 'building');
  const aged = builds.map((name) => ({ name, madeAt: statSync(join(kept, name)).mtimeMs }));
  const old = aged.toSorted((a, b) => b.madeAt - a.madeAt).slice(keptMax);
  for (const { name } of old) await rm(join(kept, name), { recursive: true, force: true });
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
