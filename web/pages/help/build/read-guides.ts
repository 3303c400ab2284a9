// The documents that the product shows as help: which they are, in which order, and under which name each has its page.
// A guide for each role comes first; what follows are the guides to one subject each, which they lead to for the rules.

import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, sep } from 'node:path';
import { compile } from './compile.ts';
import type { Compiled } from './compile.ts';

export const project = join(import.meta.dirname, '..', '..', '..', '..');

/** The roles whose guide it is, by the name of the file. */
const rolesOf = {
  'for-staff': ['staff'],
  'for-managers': ['projectManager'],
  'for-bookkeepers': ['bookkeeper'],
  'for-owners': ['owner'],
  'for-auditors': ['auditor'],
  'for-operators': [],
} as const;

/** Guides to one subject, from the work to the books; one that is not named here stands behind them. */
const subjects = [
  'recording-time',
  'estimated-billings',
  'quotes',
  'invoicing',
  'credit-notes-and-payments',
  'documents-and-mail',
  'tax-and-numbering',
  'month-end',
  'reports-of-billing',
  'importing',
  'your-account',
];

const forPrograms = ['api-quick-start', 'finding-and-following', 'invoicing-from-the-command-line'];

export type GuideGroup = 'roles' | 'subjects' | 'programs' | 'operating';

export type Guide = Compiled & {
  /** The last part of its address. */
  readonly name: string;
  /** Below the root, with slashes. */
  readonly path: string;
  readonly group: GuideGroup;
  readonly roles: readonly string[];
};

export function readGuides(): Guide[] {
  const paths = [
    ...Object.keys(rolesOf).map((name) => `docs/guides/${name}.md`),
    ...pathsBy('docs/guides/*.md')
      .filter((path) => !(nameOf(path) in rolesOf))
      .toSorted((one, other) => placeOf(one) - placeOf(other)),
    'docs/ledger-rules.md',
    'GLOSSARY.md',
    'docs/operating.md',
    ...pathsBy('docs/operating/*.md').toSorted((one, other) => nameOf(one).localeCompare(nameOf(other))),
  ];
  const addresses = new Map(paths.map((path) => [path, `/help/${nameOf(path)}`]));
  return paths.map((path) => {
    const name = nameOf(path);
    const compiled = compile({ path, text: readFileSync(join(project, path), 'utf8'), addresses });
    return {
      ...compiled,
      name,
      path,
      group: groupOf(path),
      roles: rolesOf[name as keyof typeof rolesOf] ?? [],
    };
  });
}

function pathsBy(pattern: string): string[] {
  return globSync(pattern, { cwd: project })
    .map((path) => path.split(sep).join(posix.sep))
    .toSorted();
}

function nameOf(path: string): string {
  const name = basename(path, '.md').toLowerCase();
  return name === 'readme' ? `about-${basename(dirname(path))}` : name;
}

function placeOf(path: string): number {
  const place = subjects.indexOf(nameOf(path));
  return place === -1 ? subjects.length : place;
}

function groupOf(path: string): GuideGroup {
  if (forPrograms.includes(nameOf(path))) return 'programs';
  if (path.startsWith('docs/operating')) return 'operating';
  return nameOf(path) in rolesOf ? 'roles' : 'subjects';
}
