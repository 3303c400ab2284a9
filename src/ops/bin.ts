import { Command } from 'commander';
import { readConfig } from './config.ts';
import { runMigrate } from './run-migrate.ts';
import { addSeedCommand } from './seed/run-seed.ts';
import { serve } from './serve.ts';
import { StartError } from './start-error.ts';
import { MigrationError } from '#store/migrate.ts';

/** The program and its roles. */

const program = new Command('workledger')
  .description('Job and billing platform for professional-services firms')
  .showHelpAfterError();

program
  .command('start')
  .description('prepare what is missing (tables, demo firm, web pages), then serve')
  .action(() => serve(readConfig(process.env), { prepare: true }));

program
  .command('serve')
  .description('serve an installation that is already migrated')
  .action(() => serve(readConfig(process.env), { prepare: false }));

program
  .command('migrate')
  .description('bring the database to the shape this release expects')
  .action(() => runMigrate(readConfig(process.env)));

addSeedCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  const expected = error instanceof StartError || error instanceof MigrationError;
  console.error(expected ? error.message : error);
  process.exitCode = 1;
}
