// `workledger seed`: a demo firm with a history to try things on.

import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Result } from '#core/refusal.ts';
import { failureOf } from '../output/failure.ts';
import type { Progress } from '../output/progress.ts';
import { textTable } from '../output/table.ts';
import type { CommandOutput } from './report.ts';

export type SeedOptions = {
  readonly scenario: string;
  readonly entries?: number | undefined;
  readonly jobs?: number | undefined;
  readonly listedJobs?: number | undefined;
  readonly months?: number | undefined;
  /** Writes tables directly instead of posting. */
  readonly direct?: true | undefined;
  readonly seed?: string | undefined;
  readonly password?: string | undefined;
};

export type Seeded = {
  readonly firmId: number;
  readonly firmName: string;
  readonly entries: number;
  readonly signIns: readonly { readonly role: string; readonly email: string; readonly password: string }[];
};

export type SeedRunner = (options: SeedOptions, progress: Progress) => Promise<Result<Seeded>>;

type Settings = {
  readonly output: CommandOutput;
  readonly progress: (label: string) => Progress;
  readonly scenarios: readonly string[];
};

export function addSeedCommand(
  program: Command,
  runner: () => Promise<SeedRunner>,
  { output, progress, scenarios }: Settings,
): void {
  program
    .command('seed')
    .description('add a demo firm with eighteen months of history; all names in it are invented')
    .addOption(
      new Option('--scenario <name>', 'which practice').choices([...scenarios]).default(scenarios[0]),
    )
    .option('--entries <count>', 'time entries, from a few hundred to ten million', wholeNumber)
    .option('--jobs <count>', 'jobs, ten or more', wholeNumber)
    .option('--listed-jobs <count>', 'of the jobs, those still available to invoice', wholeNumber)
    .option('--months <count>', 'months of history', wholeNumber)
    .option('--direct', 'write tables directly instead of posting: for benchmarks, while nobody else works')
    .option('--seed <text>', 'the same seed makes the same firm')
    .option('--password <text>', 'the password of its people')
    .option('--json', 'print as JSON')
    .action(async ({ json, ...options }: SeedOptions & { json?: true }) => {
      const bar = progress('Time entries');
      const seeded = await (await runner())(options, bar);
      bar.finish();
      if (!seeded.ok) throw failureOf(seeded);
      output.print(json === true ? JSON.stringify(seeded.value, null, 2) : asText(seeded.value));
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError('Accepted is a whole number above 0, such as 5000.');
  return Number(text);
}

function asText({ firmId, firmName, entries, signIns }: Seeded): string {
  const columns = ['Role', 'E-mail', 'Password'].map((label) => ({ label }));
  const rows = signIns.map(({ role, email, password }) => [role, email, password]);
  return `${firmName} (firm ${firmId}) with ${entries} time entries. Sign in as:\n${textTable(columns, rows)}`;
}
