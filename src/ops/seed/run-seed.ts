// `workledger seed`: options from the command line become a demo firm.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { migrate } from '#store/migrate.ts';
import { readConfig, type Config } from '../config.ts';
import { openInstallation } from '../installation.ts';
import { StartError } from '../start-error.ts';
import { isScenarioName } from './scenarios/find.ts';
import { scenarioNames } from './scenarios/scenario.ts';
import { seedDemo, type SeededFirm } from './seed-demo.ts';

export type SeedOptions = {
  readonly scenario: string;
  readonly seed: string;
  readonly entries?: number;
  readonly jobs?: number;
  readonly listedJobs?: number;
  readonly months?: number;
  readonly direct?: true;
  readonly json?: true;
};

const progressEvery = 50_000;

export function addSeedCommand(program: Command): void {
  program
    .command('seed')
    .description('make a demo firm with a history, and people who can sign in to it')
    .addOption(new Option('--scenario <name>', 'the kind of firm').choices(scenarioNames).default('agency'))
    .option('--entries <count>', 'time entries, from a few hundred to ten million', wholeNumber)
    .option('--jobs <count>', 'jobs, ten or more', wholeNumber)
    .option('--listed-jobs <count>', 'of the jobs, those still available to invoice', wholeNumber)
    .option('--months <count>', 'months of history', wholeNumber)
    .option('--seed <text>', 'the same seed makes the same firm', '1')
    .option('--direct', 'write tables directly instead of posting: for benchmarks, while nobody else works')
    .option('--json', 'print the outcome as JSON')
    .action((options: SeedOptions) => runSeed(readConfig(process.env), options));
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, such as 5000.');
  return Number(text);
}

export async function runSeed(config: Config, options: SeedOptions): Promise<void> {
  const { scenario, seed, entries, jobs, listedJobs, months, direct, json } = options;
  if (!isScenarioName(scenario)) throw new StartError(`There is no scenario "${scenario}".`);
  const log = (message: string) => console.error(message);
  const installation = await openInstallation(config, { purpose: 'seed', exclusive: false, log });
  try {
    await migrate(installation.database.pool);
    const result = await seedDemo({
      database: installation.database,
      clock: () => Temporal.Now.instant().toString(),
      scenario,
      seed,
      direct,
      size: definedOf({ entries, jobs, listedJobs, months }),
      onProgress: showProgress(),
    });
    if (!result.ok) {
      throw new StartError(
        result.refusals.map((r) => `${r.detail} Accepted: ${r.accepted ?? 'nothing else'}.`).join('\n'),
      );
    }
    console.log(json ? JSON.stringify(result.value) : describeFirm(result.value));
  } finally {
    await installation.close();
  }
}

function definedOf<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** Long seeding says how far it is; short seeding says nothing. */
function showProgress(): (written: number, entries: number) => void {
  let shown = 0;
  return (written, entries) => {
    if (written < shown + progressEvery) return;
    shown = written;
    console.error(`${written.toLocaleString('en')} of ${entries.toLocaleString('en')} entries`);
  };
}

/** The firm and its sign-ins in a few lines, for whoever just made it. */
export function describeFirm({ firmId, firmName, entries, signIns }: SeededFirm): string {
  const width = Math.max(...signIns.map(({ email }) => email.length));
  return [
    `Firm ${firmId}, ${firmName}: ${entries.toLocaleString('en')} time entries. Sign in with one of:`,
    ...signIns.map(({ email, role, name }) => `  ${email.padEnd(width)}  ${name} (${role})`),
    `The password of all is ${signIns[0]!.password}`,
  ].join('\n');
}
