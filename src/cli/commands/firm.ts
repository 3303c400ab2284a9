// `workledger firm export` and `workledger firm import`.

import type { Command } from 'commander';
import type { Progress } from '../output/progress.ts';
import type { CommandOutput } from './report.ts';

export type CliFirmExport = {
  readonly path: string;
  readonly firmName: string;
  readonly takenAt: string;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly people: number;
};

export type CliFirmImport = {
  readonly firmId: number;
  readonly firmName: string;
  readonly rows: number;
  readonly people: { readonly added: number; readonly known: number };
};

export type FirmRunner = {
  export(firm: string, path: string, progress: Progress): Promise<CliFirmExport>;
  import(path: string, progress: Progress): Promise<CliFirmImport>;
};

type Settings = { readonly output: CommandOutput; readonly progress: (label: string) => Progress };

export function addFirmCommands(program: Command, runner: FirmRunner, { output, progress }: Settings): void {
  const firm = program.command('firm').description('take a whole firm out in open formats, or bring one in');

  firm
    .command('export')
    .description(
      'write all of a firm into an archive: CSV and JSON Lines per table, described, and its files',
    )
    .argument('<firm>', 'its id or name')
    .requiredOption('--to <file>', 'the archive, such as firm.zip')
    .option('--json', 'print as JSON')
    .action(async (name: string, { to, json }: { to: string; json?: true }) => {
      const bar = progress('Tables');
      const written = await runner.export(name, to, bar);
      bar.finish();
      output.print(json === true ? JSON.stringify(written, null, 2) : exportAsText(written));
    });

  firm
    .command('import')
    .description('bring a firm in from an archive of another installation, and prove that it is the same')
    .argument('<file>', 'an archive that "firm export" wrote')
    .option('--json', 'print as JSON')
    .action(async (path: string, { json }: { json?: true }) => {
      const bar = progress('Steps');
      const imported = await runner.import(path, bar);
      bar.finish();
      output.print(json === true ? JSON.stringify(imported, null, 2) : importAsText(imported));
    });
}

function exportAsText({ path, firmName, takenAt, tables, rows, files, people }: CliFirmExport): string {
  return [
    `${firmName} as of ${takenAt} is in ${path}: ${rows.toLocaleString('en')} rows of ${tables} tables, ${files} files.`,
    `It names ${people} people by their e-mail addresses. It is not encrypted.`,
  ].join('\n');
}

function importAsText({ firmId, firmName, rows, people }: CliFirmImport): string {
  return [
    `${firmName} is firm ${firmId} of this installation: ${rows.toLocaleString('en')} rows, each as in the archive.`,
    'Its sums are the same, and every figure of its ledger agrees with its lines.',
    `People: ${people.known} were known here, ${people.added} are new and set a password by "forgotten password".`,
    'API keys did not come along; mail that waited was not sent and can be sent again.',
  ].join('\n');
}
