// `workledger check`: for Nagios, Icinga and whatever else runs monitoring plugins. One line with performance data, and
// an exit code: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. Nothing else ends with 1 or 2, not even a mistyped option.

import { Argument, type Command, type CommanderError } from 'commander';

export const checkNames = ['cpu', 'memory', 'disk', 'availability', 'queue', 'ledger', 'backup'] as const;
export type CheckName = (typeof checkNames)[number];

export type CheckOptions = {
  /** Ranges, as text. */
  readonly warning?: string | undefined;
  readonly critical?: string | undefined;
  readonly seconds?: string | undefined;
  readonly days?: string | undefined;
  readonly path?: string | undefined;
  readonly timeout?: string | undefined;
};

export type Checked = { readonly exitCode: number; readonly line: string };

export type CheckRunner = (name: CheckName, options: CheckOptions) => Promise<Checked>;

type Settings = {
  readonly print: (line: string) => void;
  readonly exit: (code: number) => void;
};

const unknownExitCode = 3;

const explanation = `
What is measured, and the thresholds unless given:
  cpu           percent of all processors that are busy, over --seconds      -w 85     -c 95
  memory        percent of memory that is not available                      -w 85     -c 95
  disk          percent used where the data folder is, or --path             -w 85     -c 93
  availability  percent of the last --days in which a server was there       -w 99.9:  -c 99.5:
  queue         seconds for which the longest routine has been due           -w 300    -c 1800
  ledger        hours since the ledger was last recounted and agreed         -w 36     -c 60
  backup        hours since a backup last succeeded                          -w 26     -c 50
A range is written as 10, 10:, ~:10, 10:20 or @10:20, as monitoring plugins do.`;

export function addCheckCommand(program: Command, run: CheckRunner, { print, exit }: Settings): void {
  program
    .command('check')
    .description('check one thing for Nagios and its like: exit code 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN')
    .addArgument(new Argument('<what>', 'what to check').choices(checkNames))
    .option('-w, --warning <range>', 'warn outside of this range')
    .option('-c, --critical <range>', 'alarm outside of this range')
    .option('--seconds <count>', 'for how long processors are watched (default: 3)')
    .option('--days <count>', 'how far availability looks back (default: 30)')
    .option('--path <folder>', 'a folder on the disk to check, instead of the data folder')
    .option('-t, --timeout <seconds>', 'after how long to give up (default: 10)')
    .addHelpText('after', explanation)
    .exitOverride((error: CommanderError) => exit(error.exitCode === 0 ? 0 : unknownExitCode))
    .action(async (name: CheckName, options: CheckOptions) => {
      const { exitCode, line } = await run(name, options);
      print(line);
      exit(exitCode);
    });
}
