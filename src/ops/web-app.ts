import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { filesBelow } from './files-below.ts';

/** The browser app: built by Vite from `web/` into `dist/web`, when the packages are installed or at the first start. */

const project = join(import.meta.dirname, '..', '..');
export const webFolder = join(project, 'dist', 'web');

export type WebBuild = 'ready' | 'built' | 'noSource' | 'noBuilder' | 'failed';

export async function ensureWebApp(): Promise<WebBuild> {
  const built = join(webFolder, 'index.html');
  if (existsSync(built) && (viteProgram() === undefined || statSync(built).mtimeMs >= newestSource()))
    return 'ready';
  return buildWebApp();
}

/** What the pages are built from; newer than the build after an upgrade or an edit. */
function newestSource(): number {
  return filesBelow(pageSources()).reduce((newest, file) => Math.max(newest, statSync(file).mtimeMs), 0);
}

/** The folders and files that the pages follow from; an installation may have been packed without some of them. */
export function pageSources(): string[] {
  return [
    'web',
    'src/contract',
    'src/core',
    'docs/guides',
    'docs/operating',
    'docs/pictures',
    'vite.config.ts',
    'package-lock.json',
  ]
    .map((place) => join(project, place))
    .filter((place) => existsSync(place));
}

export async function buildWebApp(): Promise<WebBuild> {
  if (!existsSync(join(project, 'web', 'index.html'))) return 'noSource';
  const builder = viteProgram();
  if (builder === undefined) return 'noBuilder';
  // A process of its own: what a build keeps in memory does not stay with the server.
  const child = spawn(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: project,
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0 ? 'built' : 'failed';
}

/** Undefined when only the packages for running are installed. */
function viteProgram(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('vite/package.json');
    return join(dirname(manifest), 'bin', 'vite.js');
  } catch {
    return undefined;
  }
}
