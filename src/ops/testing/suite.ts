import { globSync } from 'node:fs';
import { join, sep } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import tally from './tally.ts';

/**
 * Runs every test. The files that take longest begin, and those that are done at once end it, so that no processor stands
 * idle beside one long file at the end; `node --test` itself takes files in the order of their names.
 */

const project = join(import.meta.dirname, '..', '..', '..');

/** Files below the first ones are the longest, or wait the longest; those below none of them come last. */
const longestFirst = [
  'tests/faults',
  'tests/simulation',
  'tests/servers',
  'tests/journeys',
  'tests/backup',
  'tests/monitoring',
  'tests/api',
  'tests',
  'src/actions',
  'src/worker',
  'src/store',
  'src/ops',
];

/** One more than there are processors on a small machine: files that start a program or kill one often wait for it. */
const filesAtOnce = 3;

function inOrder(files: readonly string[]): string[] {
  const placeOf = (file: string) => {
    const place = longestFirst.findIndex((folder) => file.startsWith(`${folder}/`));
    return place === -1 ? longestFirst.length : place;
  };
  return files.toSorted((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
}

const found = globSync(['src/**/*.test.ts', 'web/**/*.test.ts', 'tests/**/*.test.ts'], { cwd: project });
const files = inOrder(found.map((file) => file.replaceAll(sep, '/')));
const options = {
  files: files.map((file) => join(project, file)),
  concurrency: filesAtOnce,
  // A variable, because the types of Node do not know this one yet.
  globalSetupPath: join(import.meta.dirname, 'test-server.ts'),
};
const events = run(options);
events.once('test:fail', () => {
  process.exitCode = 1;
});
events.compose(spec).pipe(process.stdout);
events.compose(tally).pipe(process.stdout);
