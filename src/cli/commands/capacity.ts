// `workledger capacity`: what an installation will need, before there is one.

import { InvalidArgumentError, type Command } from 'commander';

type PracticeSize = {
  readonly firms: number;
  readonly people: number;
  readonly entriesPerDay: number;
  readonly years: number;
};

/** What it needs, a word and a figure each. */
type Estimator = (size: PracticeSize) => readonly (readonly [what: string, figure: string])[];

export function addCapacityCommand(
  program: Command,
  estimate: Estimator,
  print: (line: string) => void,
): void {
  program
    .command('capacity')
    .description('what an installation of a size needs: disk, cores, connections, machines')
    .option('--firms <count>', 'firms', positive, 1)
    .option('--people <count>', 'people who record time, in each firm', positive, 50)
    .option('--entries-per-day <count>', 'time entries of a person on a working day', positive, 8)
    .option('--years <count>', 'years that are kept', positive, 7)
    .action((size: PracticeSize) => {
      const rows = estimate(size);
      const width = Math.max(...rows.map(([what]) => what.length));
      for (const [what, figure] of rows) print(`${what.padEnd(width)}  ${figure}`);
    });
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 1_000_000)) {
    throw new InvalidArgumentError('It has to be a number above 0 and at most 1000000.');
  }
  return number;
}
