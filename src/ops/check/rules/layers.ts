// Who may import whom. ARCHITECTURE.md shows the same table as a picture; this one decides.
//
// Files of the program are looked at, tests are not: a test may reach for whatever it needs. Files in the root of src
// do not exist.

import { posix } from 'node:path';
import { isTest, lineAt, type SourceFile } from '../project.ts';
import type { Finding, Rule } from '../rule.ts';

type Layer = {
  /** The folder that the layer is, below the root. */
  readonly folder: string;
  /** Folders and files that it may import besides itself. */
  readonly may: readonly string[];
  /** Packages that it may import, or all of them. */
  readonly packages: readonly string[] | 'any';
  readonly why: string;
};

const refusal = 'src/core/refusal.ts';
const money = 'src/core/money';
const calendar = 'src/core/calendar';
const ledger = 'src/core/ledger';
const pricing = 'src/core/pricing';
const decides =
  'Core decides and does no input or output: hand in what it needs and return what should happen.';
const client =
  'A client knows the contract, core/money and core/calendar, and whatever else it asks the API.';

/** The first layer whose folder holds a file is the one that counts, so narrower folders stand before wider ones. */
export const layers: readonly Layer[] = [
  { folder: money, may: [refusal], packages: [], why: decides },
  { folder: calendar, may: [refusal], packages: [], why: decides },
  { folder: 'src/core/access', may: [refusal, money], packages: [], why: decides },
  { folder: ledger, may: [refusal, money, calendar], packages: [], why: decides },
  { folder: pricing, may: [refusal, money, calendar], packages: [], why: decides },
  { folder: 'src/core/practice', may: [refusal, money, calendar, pricing], packages: [], why: decides },
  { folder: 'src/core/wip', may: [refusal, money, calendar, ledger], packages: [], why: decides },
  {
    folder: 'src/core/billing',
    may: [refusal, money, calendar, ledger, pricing, 'src/core/wip'],
    packages: [],
    why: decides,
  },
  {
    folder: 'src/core/quotes',
    may: [refusal, money, calendar, ledger, 'src/core/tax', 'src/core/wip'],
    packages: [],
    why: decides,
  },
  { folder: 'src/core/documents', may: [refusal, money, calendar], packages: [], why: decides },
  { folder: 'src/core', may: [], packages: [], why: decides },
  {
    folder: 'src/contract',
    may: ['src/core'],
    packages: ['zod'],
    why: 'The contract is shared with browsers and programs of others: it describes and does nothing.',
  },
  {
    folder: 'src/store',
    may: ['src/core'],
    packages: 'any',
    why: 'The store keeps and reads; what a caller may say or do is decided above it.',
  },
  {
    folder: 'src/actions',
    may: ['src/core', 'src/store'],
    packages: 'any',
    why: 'An action loads, asks core and saves; who called it, and in which form, is not its business.',
  },
  {
    folder: 'src/api',
    may: ['src/actions', 'src/contract', 'src/core'],
    packages: 'any',
    why: 'The API speaks the contract and calls actions; it never touches the store.',
  },
  {
    folder: 'src/worker',
    may: ['src/actions', 'src/core', 'src/store/queue.ts'],
    packages: 'any',
    why: 'A routine calls the very action that a click calls; of the store it may use only the queue.',
  },
  { folder: 'src/cli', may: ['src/contract', money, calendar, refusal], packages: 'any', why: client },
  { folder: 'web', may: ['src/contract', money, calendar, refusal], packages: 'any', why: client },
  { folder: 'src/ops', may: ['src'], packages: 'any', why: 'ops wires everything.' },
];

const importing =
  /\b(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm;

export const importRule: Rule = {
  name: 'every layer imports only what it may',
  find: (project) =>
    project.filter(({ path }) => /^(src|web)\/.*\.tsx?$/.test(path) && !isTest(path)).flatMap(findInFile),
};

function findInFile(file: SourceFile): Finding[] {
  const layer = layers.find(({ folder }) => isIn(file.path, folder));
  if (layer === undefined) {
    return [
      { path: file.path, message: 'This folder has no line in src/ops/check/rules/layers.ts. Add one.' },
    ];
  }
  return [...file.text.matchAll(importing)].flatMap((match): Finding[] => {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    const wrong = wrongImport(file.path, layer, name);
    if (wrong === undefined) return [];
    return [{ path: file.path, line: lineAt(file.text, match.index), message: `${wrong} ${layer.why}` }];
  });
}

/** What is wrong with an import, if anything. */
export function wrongImport(path: string, layer: Layer, name: string): string | undefined {
  if (/^[#.]/.test(name)) {
    const target = name.startsWith('#') ? `src/${name.slice(1)}` : posix.join(posix.dirname(path), name);
    if (isIn(target, layer.folder) || layer.may.some((folder) => isIn(target, folder))) return undefined;
    return `${layer.folder} may not import ${target}.`;
  }
  if (layer.packages === 'any') return undefined;
  const known = layer.packages.some((allowed) => name === allowed || name.startsWith(`${allowed}/`));
  return known ? undefined : `${layer.folder} may not import the package ${name}.`;
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
