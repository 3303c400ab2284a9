// What `npm run bench` is asked for.

import { parseArgs } from 'node:util';

export type Wanted = {
  /** Time entries to generate, one run per size. */
  readonly sizes: readonly number[];
  /** Names of rows; empty: every row. */
  readonly rows: readonly string[];
  readonly jsonFile: string | undefined;
  /** A page with the table. */
  readonly resultsFile: string | undefined;
  /** Figures of an earlier run to hold these against. */
  readonly againstFile: string | undefined;
  /** False where only plans are asked for. */
  readonly measures: boolean;
  /** Where to write down how PostgreSQL does the hot paths. */
  readonly plansFile: string | undefined;
  /** Keeps the generated database for the next run; undefined: a folder that goes away again. */
  readonly folder: string | undefined;
  /** A few hundred entries and short rounds: proves that everything runs, measures nothing. */
  readonly small: boolean;
};

const sizesUsual = [10_000, 1_000_000];
const smallSize = 600;
const entriesMin = 100;

export const usage = `npm run bench -- [options]
  --entries <n,…>   time entries to generate: 10000,1000000 unless given; 10000000 takes a while
  --rows <name,…>   only these rows
  --json <file>     also write the figures here
  --results <file>  also write the table here, with its heading
  --against <file>  hold the figures against those of an earlier --json
  --plans <file>    write down how PostgreSQL does what has to be fast, at the last size; then figures only where
                    --rows, --json or --results ask for them
  --folder <path>   keep the generated databases in this folder and find them there again
  --small           a smoke run of seconds`;

/** Words that ask for nothing there is; the message says what there is. */
export class WrongWords extends Error {}

/** What is asked for in words, of the rows that there are. */
export function wantedFrom(words: readonly string[], known: readonly string[]): Wanted {
  const { values } = parseArgs({
    args: [...words],
    options: {
      entries: { type: 'string' },
      rows: { type: 'string' },
      json: { type: 'string' },
      results: { type: 'string' },
      against: { type: 'string' },
      plans: { type: 'string' },
      folder: { type: 'string' },
      small: { type: 'boolean', default: false },
    },
  });
  const sizes = values.entries?.split(',').map(sizeOf);
  return {
    sizes: sizes ?? (values.small ? [smallSize] : sizesUsual),
    rows: values.rows === undefined ? [] : rowsOf(values.rows, known),
    measures: values.plans === undefined || [values.rows, values.json, values.results].some(isGiven),
    jsonFile: values.json,
    resultsFile: values.results,
    againstFile: values.against,
    plansFile: values.plans,
    folder: values.folder,
    small: values.small,
  };
}

function isGiven(value: string | undefined): boolean {
  return value !== undefined;
}

/** A name that is mistyped would measure nothing, or something else, and look as if it were done. */
function rowsOf(text: string, known: readonly string[]): string[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return names;
  const given = unknown.map((name) => `"${name}"`).join(' or ');
  throw new WrongWords(`--rows takes names of rows, not ${given}. Rows: ${known.join(', ')}.`);
}

function sizeOf(text: string): number {
  const size = Number(text.replaceAll('_', ''));
  if (Number.isInteger(size) && size >= entriesMin) return size;
  throw new WrongWords(`--entries takes whole numbers from ${entriesMin}, not "${text}"\n\n${usage}`);
}
