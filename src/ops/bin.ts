import { Command } from 'commander';
import { addBackupCommands } from '#cli/commands/backup.ts';
import { addCapacityCommand } from '#cli/commands/capacity.ts';
import { addCheckCommand } from '#cli/commands/check.ts';
import { addStatementCommand } from '#cli/commands/document.ts';
import { addFirmCommands } from '#cli/commands/firm.ts';
import { addImportCommand } from '#cli/commands/import.ts';
import { addInvoiceCommands } from '#cli/commands/invoice.ts';
import { addLedgerCommands } from '#cli/commands/ledger.ts';
import { addIncidentCommands } from '#cli/commands/incidents.ts';
import { addOperatorCommands } from '#cli/commands/operators.ts';
import { addPaymentCommands } from '#cli/commands/payment.ts';
import { addQuoteCommands } from '#cli/commands/quote.ts';
import { addReportCommand } from '#cli/commands/report.ts';
import { addRunCommands } from '#cli/commands/run.ts';
import { addSeedCommand } from '#cli/commands/seed.ts';
import { addSecretCommands } from '#cli/commands/secret.ts';
import { addUserCommands } from '#cli/commands/user.ts';
import { estimate, toldEstimate } from '#core/capacity/estimate.ts';
import { programVersion } from './backup/program-version.ts';
import { backupRunner } from './commands/backup.ts';
import { runCheck } from './commands/check.ts';
import { openFirmApi } from './commands/firm-api.ts';
import { firmRunner } from './commands/firm.ts';
import { openLedger } from './commands/ledger.ts';
import { closeOpened, output, progress, readText, saveStream } from './commands/operator.ts';
import { openIncidents } from './commands/incidents.ts';
import { openOperators } from './commands/operators.ts';
import { cliReports, openReports } from './commands/reports.ts';
import { openSecret } from './commands/secret.ts';
import { openUsers } from './commands/users.ts';
import { readConfig } from './config.ts';
import { runMigrate } from './run-migrate.ts';
import { scenarioNames } from './seed/scenarios/scenario.ts';
import { serve } from './serve.ts';
import { toldError } from './told-error.ts';
import { showQueue, work } from './work.ts';

/** The program and its roles. What only one command needs, and is large, is loaded when that one runs. */

const program = new Command('workledger')
  .description('Job and billing platform for professional-services firms')
  .version(programVersion())
  .showHelpAfterError();

program
  .command('start')
  .description('prepare what is missing (tables, demo firm, web pages), then serve and work')
  .action(() => serve(readConfig(process.env), { prepare: true, work: true }));

program
  .command('serve')
  .description('serve an installation that is already migrated')
  .action(() => serve(readConfig(process.env), { prepare: false, work: false }));

program
  .command('work')
  .description('do what is queued, such as sending mail, until stopped')
  .option('--status', 'say instead what waits and who works, and end')
  .action(({ status }: { status?: true }) =>
    status ? showQueue(readConfig(process.env)) : work(readConfig(process.env)),
  );

program
  .command('migrate')
  .description('bring the database to the shape this release expects')
  .option('--citus', 'and spread firms over the machines of the Citus cluster that it is the coordinator of')
  .action((options: { citus?: boolean }) => runMigrate(readConfig(process.env), options));

const openSeed = async () => (await import('./commands/seed.ts')).openSeed();
const openImport = async () => (await import('./commands/import.ts')).openImport();
addSeedCommand(program, openSeed, { output, progress, scenarios: scenarioNames });
addImportCommand(program, openImport, { output, progress });
addReportCommand(program, openReports, cliReports, output);
addLedgerCommands(program, openLedger, { output, progress });
addBackupCommands(program, backupRunner, { output, progress });
addFirmCommands(program, firmRunner, { output, progress });
addOperatorCommands(program, openOperators, { output });
addIncidentCommands(program, openIncidents, { output });
addUserCommands(program, openUsers, { output });
addSecretCommands(program, openSecret, { output });
addCheckCommand(program, runCheck, {
  print: (line) => output.print(line),
  exit: (code) => process.exit(code),
});
addCapacityCommand(
  program,
  (size) => toldEstimate(estimate(size)),
  (line) => output.print(line),
);
const shell = { openApi: openFirmApi, output, readText, saveStream };
addInvoiceCommands(program, shell);
addQuoteCommands(program, shell);
addPaymentCommands(program, shell);
addStatementCommand(program, shell);
addRunCommands(program, shell);

try {
  await program.parseAsync();
} catch (error) {
  console.error(toldError(error));
  process.exitCode = 1;
} finally {
  await closeOpened();
}
