// `npm start` until its first page is there, over HTTP: on a folder that has nothing yet, and again. The pages are built
// before, as they are where Workledger was installed. Once per run, since no firm of the benchmark has to do with it.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensureWebApp } from '#ops/web-app.ts';
import type { Figure } from '../figures.ts';
import { asServed } from '../http/as-served.ts';
import { atMost } from '../targets.ts';
import type { Row } from './row.ts';

const program = join(import.meta.dirname, '..', '..', 'bin', 'workledger.js');
const readyWithinMs = 120_000;

/** The commands until it serves, and what is asked for then. */
type Way = { readonly before: readonly string[]; readonly command: string; readonly path: string };

const asPeopleDo: Way = { before: [], command: 'start', path: '/' };
/** A smoke run leaves alone the pages, which tests beside it may be building: it asks for a sign of life. */
const freshInSmall: Way = { before: ['migrate'], command: 'serve', path: '/livez' };
const warmInSmall: Way = { ...freshInSmall, before: [] };

export const startRow: Row = {
  name: 'start',
  isApart: true,
  async measure({ entries, flatAgainst, folder, small }) {
    if (entries !== flatAgainst) return [];
    const data = join(folder, 'installation');
    if (!small) await ensureWebApp();
    return [
      figure(
        'Start to the first page, fresh database',
        await startOnce(data, small ? freshInSmall : asPeopleDo),
        6,
      ),
      figure('Start to the first page, warm', await startOnce(data, small ? warmInSmall : asPeopleDo), 3),
    ];
  },
};

function figure(name: string, tookMs: number, limit: number): Figure {
  return { name, value: tookMs / 1_000, unit: 's', target: atMost(limit, 's') };
}

/** How long it took until the page was there; then it is stopped. */
async function startOnce(data: string, { before, command, path }: Way): Promise<number> {
  const begunMs = performance.now();
  for (const word of before) await once(begin(data, word), 'exit');
  const child = begin(data, command);
  try {
    const page = await fetch(`${await addressSaid(child)}${path}`);
    const text = await page.text();
    if (!page.ok || (path === '/' && !text.includes('<html')))
      throw new Error(`the first page is not there: ${page.status}`);
    return performance.now() - begunMs;
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
}

function begin(data: string, command: string): ChildProcess {
  return spawn(process.execPath, [...asServed, program, command], {
    env: { PATH: process.env['PATH'], WORKLEDGER_DATA: data, PORT: '0', LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function addressSaid(child: ChildProcess): Promise<string> {
  const signal = AbortSignal.timeout(readyWithinMs);
  let said = '';
  for (;;) {
    const found = /ready at (http\S+)/.exec(said)?.[1];
    if (found !== undefined) return found;
    if (child.exitCode !== null) throw new Error(`it ended before it was ready:\n${said}`);
    const [chunk] = (await Promise.race([
      once(child.stdout!, 'data', { signal }),
      once(child, 'exit', { signal }),
    ])) as [unknown];
    if (Buffer.isBuffer(chunk)) said += chunk.toString();
  }
}
