// The code map of ARCHITECTURE.md names every folder, two levels deep, so that a reader finds where things are.

import type { SourceFile } from '../project.ts';
import type { Finding, Rule } from '../rule.ts';

const map = 'ARCHITECTURE.md';

export const mapRule: Rule = {
  name: 'the code map names every folder',
  find(project): Finding[] {
    const text = project.find(({ path }) => path === map)?.text ?? '';
    const named = new Set([...text.matchAll(/`([\w./-]+?)\/?`/g)].map(([, name = '']) => name));
    return foldersOf(project)
      .filter((folder) => !named.has(folder) && !named.has(folder.slice(folder.lastIndexOf('/') + 1)))
      .map((folder) => ({
        path: map,
        message: `The code map has no line for ${folder}. Say there what is in it.`,
      }));
  },
};

/** The folders in the root, and those two levels below src. */
function foldersOf(project: readonly SourceFile[]): string[] {
  const folders = project
    .map(({ path }) => path.split('/').slice(0, -1))
    .filter(([first]) => first !== undefined && !first.startsWith('.'))
    .map((parts) => (parts[0] === 'src' ? parts.slice(0, 3) : parts.slice(0, 1)))
    .filter((parts) => parts[0] !== 'src' || parts.length === 3)
    // The contract has a folder per resource, and what helps tests stands beside what it helps.
    .filter(([, layer, folder]) => layer !== 'contract' && folder !== 'testing')
    .map((parts) => parts.join('/'));
  return [...new Set(folders)].sort();
}
