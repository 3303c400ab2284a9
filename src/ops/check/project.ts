// The text files of the project, read once for all rules.

import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join, sep } from 'node:path';

export const root = join(import.meta.dirname, '..', '..', '..');

export type SourceFile = {
  /** Below the root, with slashes. */
  readonly path: string;
  readonly text: string;
};

const folders = ['.ci', 'bench', 'bin', 'docs', 'src', 'tests', 'web'];
const extensions = [
  'css',
  'html',
  'js',
  'json',
  'md',
  'service',
  'sh',
  'sql',
  'svg',
  'ts',
  'tsx',
  'yaml',
  'yml',
];
const deployed = ['deploy/**/*.*', 'deploy/**/{Caddyfile,Dockerfile,environment}'];
const here = ['*.md', '*.json', '*.ts', '.*.json', '.gitignore', '.npmrc', '.ci/run', 'NOTICE'];

export async function readProject(): Promise<SourceFile[]> {
  const patterns = [...here, ...deployed, `{${folders.join(',')}}/**/*.{${extensions.join(',')}}`];
  const paths: string[] = [];
  for await (const path of glob(patterns, { cwd: root })) paths.push(path.replaceAll(sep, '/'));
  return [...new Set(paths)].sort().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

export function isTest(path: string): boolean {
  return /^(tests|bench)\/|\.test\.ts$|\/testing\//.test(path);
}

/** Files that people or tests brought along as data: their size and words are their own. */
export function isData(path: string): boolean {
  return /^package-lock\.json$|\/fixtures\/|^docs\/(openapi\.json|schema\.sql)$/.test(path);
}

/** The line, from 1, on which a position of the text lies. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
