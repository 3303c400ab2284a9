#!/usr/bin/env node
// Plain JavaScript that any Node can read: Workledger runs on Node 26, and when this one is older, the Node that came
// with the installed packages takes over.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const oldestMajor = 26;
const project = join(dirname(fileURLToPath(import.meta.url)), '..');
const program = join(project, 'src', 'ops', 'bin.ts');

function packagedNode() {
  const names = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
  if (process.platform === 'win32') names.push(`node-win-${process.arch}`);
  const resolve = createRequire(join(project, 'package.json')).resolve;
  for (const name of names) {
    try {
      const folder = dirname(resolve(`${name}/package.json`));
      const found = [join(folder, 'bin', 'node'), join(folder, 'bin', 'node.exe')].find((path) =>
        existsSync(path),
      );
      if (found) return found;
    } catch {
      // Not the package of this platform.
    }
  }
  return undefined;
}

function handOver(node) {
  const itself = fileURLToPath(import.meta.url);
  const child = spawn(node, [...process.execArgv, itself, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // A Ctrl-C reaches the child twice, by the terminal and by us; it counts signals that arrive together once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

/** Whoever took over dies with whoever handed over: killed, that one could pass nothing on but that the channel is closed. */
function dieWithWhoHandedOver() {
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel?.unref();
}

/**
 * By itself V8 lets the heap become several times what is alive where there is much memory. Collected before it is half as
 * large again, a server under load holds a third less and answers as much.
 */
function keepTheHeapSmall() {
  if (process.execArgv.some((flag) => flag.startsWith('--heap-growing-percent'))) return;
  setFlagsFromString('--heap-growing-percent=50');
}

if (Number(process.versions.node.split('.')[0]) >= oldestMajor) {
  dieWithWhoHandedOver();
  if (['start', 'serve', 'work'].includes(process.argv[2])) keepTheHeapSmall();
  // The second start compiles nothing; a folder that cannot be written does no harm.
  module.enableCompileCache(join(project, 'node_modules', '.cache', 'workledger', 'compiled'));
  await import(program);
} else {
  const node = packagedNode();
  if (node) {
    handOver(node);
  } else {
    console.error(
      `Workledger needs Node ${oldestMajor} or newer; this is ${process.versions.node}. ` +
        'Run "npm ci" in its folder, which brings one, or install a newer Node.',
    );
    process.exit(1);
  }
}
