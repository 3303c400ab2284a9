// The tools that check what a compiler, a linter and a formatter can.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.ts';

export type Tool = {
  /** What holds when it is content. */
  readonly name: string;
  readonly packageName: string;
  readonly arguments: readonly string[];
  readonly advice: string;
};

export const tools: readonly Tool[] = [
  {
    name: 'types fit',
    packageName: 'typescript',
    arguments: ['-b'],
    advice: 'Put the types right; "npx tsc -b" shows the same.',
  },
  {
    name: 'the linter finds nothing',
    packageName: 'oxlint',
    arguments: ['--format=unix'],
    advice: 'Put the code right. A rule is switched off for one line only, with the reason.',
  },
  {
    name: 'everything is formatted',
    packageName: 'oxfmt',
    arguments: ['--check'],
    advice: 'Run "npm run format".',
  },
  {
    name: 'nothing is unused: files, exports, packages',
    packageName: 'knip',
    arguments: ['--no-progress'],
    advice: 'Remove what nobody uses, or stop exporting it.',
  },
];

/** Runs a tool to its end; its output when it is not content. */
export async function complaintOf(tool: Tool): Promise<string | undefined> {
  const child = spawn(process.execPath, [programOf(tool.packageName), ...tool.arguments], { cwd: root });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += String(part)));
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0 ? undefined : output.trim();
}

const binaries: Readonly<Record<string, string>> = { typescript: 'tsc' };

function programOf(packageName: string): string {
  const folder = join(root, 'node_modules', packageName);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const program =
    typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[binaries[packageName] ?? packageName];
  if (program === undefined) throw new Error(`${packageName} brings no program of its name`);
  return join(folder, program);
}

type Manifest = { readonly bin: string | Record<string, string> };
