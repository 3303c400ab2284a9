// `workledger import`: a firm's data from another system, read, shown, applied and proven.

import { Option, type Command } from 'commander';
import type { Result } from '#core/refusal.ts';
import { CommandFailure, failureOf } from '../output/failure.ts';
import type { Progress } from '../output/progress.ts';
import { textTable } from '../output/table.ts';
import type { CommandOutput } from './report.ts';

export type ImportOptions = {
  readonly firm?: string;
  readonly source?: string;
  readonly dateOrder?: string;
  readonly decimalSeparator?: string;
  readonly timeZone?: string;
  readonly preview?: true;
  readonly confirm?: true;
  readonly skipRefused?: true;
  readonly adjust?: true;
  readonly adjustOn?: string;
  readonly json?: true;
};

/** What was read and checked, or has become of it. */
export type ImportReport = {
  readonly id: string;
  readonly state: string;
  readonly files: readonly {
    readonly file: string;
    readonly layout: string | null;
    readonly source: string;
    readonly rows: number | null;
  }[];
  /** Records by kind: what they were found to be, and how many. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly assumptions: readonly {
    readonly file: string;
    readonly message: string;
    readonly mustConfirm: boolean;
  }[];
  readonly totals: readonly {
    readonly kind: string;
    readonly records: number;
    readonly minutes: number | null;
    readonly amount: string | null;
    readonly currency: string | null;
  }[];
  readonly refused: number;
  readonly problems: readonly {
    readonly severity: string;
    readonly file: string | null;
    readonly line: number | null;
    readonly field: string | null;
    readonly value: string | null;
    readonly detail: string;
    readonly accepted: string | null;
  }[];
  readonly tieOut: readonly {
    readonly figure: string;
    readonly jobNumber: string;
    readonly jobName: string;
    readonly currency: string;
    readonly source: string;
    readonly netWip: string;
    readonly difference: string;
    readonly reasons: readonly string[];
    readonly wipActionId: string | null;
  }[];
};

export type ImportRunner = {
  read(paths: readonly string[], options: ImportOptions, progress: Progress): Promise<Result<ImportReport>>;
  apply(id: string, options: ImportOptions, progress: Progress): Promise<Result<ImportReport>>;
};

type Settings = { readonly output: CommandOutput; readonly progress: (label: string) => Progress };

const problemsShown = 20;

export function addImportCommand(
  program: Command,
  runner: () => Promise<ImportRunner>,
  { output, progress }: Settings,
): void {
  program
    .command('import')
    .description(
      "bring a firm's data in: WorkflowMax API responses (XML or JSON), CSV files, time tracker exports",
    )
    .argument('<paths...>', 'files, or folders of files')
    .option('--firm <id>', 'the firm, where there are several')
    .option('--source <name>', 'a name for the system the files come from; told from each file unless said')
    .addOption(
      new Option('--date-order <order>', 'how dates are written, where the files leave it open').choices([
        'dmy',
        'mdy',
      ]),
    )
    .addOption(
      new Option(
        '--decimal-separator <sign>',
        'how decimals are written, where the files leave it open',
      ).choices(['.', ',']),
    )
    .option('--time-zone <zone>', 'the zone in which moments of the files are days')
    .option('--preview', 'read, check and show; change nothing')
    .option('--confirm', 'the assumptions shown by --preview are right')
    .option('--skip-refused', 'import what can be imported and leave out what is refused')
    .option('--adjust', "bring each job to the source's figure with one opening adjustment where they differ")
    .option('--adjust-on <date>', 'the day of the opening adjustments; today unless said')
    .option('--json', 'print as JSON')
    .action(async (paths: string[], options: ImportOptions) => {
      await run(paths, options, await runner(), { output, progress });
    });
}

async function run(
  paths: readonly string[],
  options: ImportOptions,
  runner: ImportRunner,
  { output, progress }: Settings,
): Promise<void> {
  const show = (report: ImportReport): void =>
    output.print(options.json === true ? JSON.stringify(report, null, 2) : asText(report));
  const reading = progress('Reading');
  const read = await runner.read(paths, options, reading);
  reading.finish();
  if (!read.ok) throw failureOf(read);
  if (options.preview === true) return show(read.value);
  const applying = progress('Importing');
  const applied = await runner.apply(read.value.id, options, applying);
  applying.finish();
  if (applied.ok) return show(applied.value);
  show(read.value);
  throw new CommandFailure(failureOf(applied).message);
}

function asText(report: ImportReport): string {
  const { id, state, refused } = report;
  const heading = `Import ${id}: ${state === 'applied' ? 'applied' : 'read and checked; nothing is changed yet'}`;
  const parts = [heading, filesText(report), countsText(report), totalsText(report), assumptionsText(report)];
  if (refused > 0 || report.problems.length > 0) parts.push(problemsText(report));
  if (state === 'applied') parts.push(tieOutText(report));
  return parts.filter((part) => part !== '').join('\n\n');
}

function filesText({ files }: ImportReport): string {
  const columns = [
    { label: 'File' },
    { label: 'Read as' },
    { label: 'From' },
    { label: 'Rows', alignRight: true },
  ];
  return textTable(
    columns,
    files.map(({ file, layout, source, rows }) => [
      file,
      layout ?? 'not read',
      source,
      rows === null ? '' : String(rows),
    ]),
  );
}

function countsText({ counts }: ImportReport): string {
  const kinds = Object.entries(counts).filter(([, count]) => Object.keys(count).length > 0);
  if (kinds.length === 0) return '';
  const columns = [...new Set(kinds.flatMap(([, count]) => Object.keys(count)))];
  const heads = [{ label: 'Records' }, ...columns.map((label) => ({ label, alignRight: true }))];
  return textTable(
    heads,
    kinds.map(([kind, count]) => [kind, ...columns.map((column) => String(count[column] ?? ''))]),
  );
}

function totalsText({ totals }: ImportReport): string {
  if (totals.length === 0) return '';
  const columns = [
    { label: 'What the files hold' },
    { label: 'Records', alignRight: true },
    { label: 'Hours', alignRight: true },
    { label: 'Amount', alignRight: true },
    { label: 'Currency' },
  ];
  const rows = totals.map(({ kind, records, minutes, amount, currency }) => [
    kind,
    String(records),
    minutes === null ? '' : (minutes / 60).toFixed(2),
    amount ?? '',
    currency ?? '',
  ]);
  return textTable(columns, rows);
}

function assumptionsText({ assumptions }: ImportReport): string {
  return assumptions
    .map(({ file, message, mustConfirm }) => `${mustConfirm ? 'To confirm' : 'Assumed'}: ${file}: ${message}`)
    .join('\n');
}

function problemsText({ problems, refused }: ImportReport): string {
  const lines = problems
    .slice(0, problemsShown)
    .map(({ severity, file, line, field, value, detail, accepted }) => {
      const place = file === null ? '' : ` ${file}${line === null ? '' : `:${line}`}`;
      const what = field === null ? '' : ` ${field}${value === null ? '' : ` "${value}"`}:`;
      return `${severity}${place}${what} ${detail}${accepted === null ? '' : ` Accepted: ${accepted}.`}`;
    });
  const more = problems.length - lines.length;
  return [
    `${refused} records refused`,
    ...lines,
    ...(more > 0 ? [`… and ${more} more: --json shows them.`] : []),
  ].join('\n');
}

function tieOutText({ tieOut }: ImportReport): string {
  if (tieOut.length === 0) return 'Tie-out: the files hold no figures of the source to compare with.';
  const differing = tieOut.filter(({ difference }) => Number(difference) !== 0);
  const agree = `Tie-out: ${tieOut.length - differing.length} of ${tieOut.length} figures agree with the source to the cent.`;
  if (differing.length === 0) return agree;
  const columns = [
    { label: 'Job' },
    { label: 'Figure' },
    { label: 'Source', alignRight: true },
    { label: 'Ours', alignRight: true },
    { label: 'Difference', alignRight: true },
    { label: 'Currency' },
    { label: 'Why' },
    { label: 'Adjusted by' },
  ];
  const rows = differing.map((row) => [
    row.jobNumber,
    row.figure,
    row.source,
    row.netWip,
    row.difference,
    row.currency,
    row.reasons.join('; '),
    row.wipActionId === null ? '' : `WIP action ${row.wipActionId}`,
  ]);
  return `${agree}\n${textTable(columns, rows)}`;
}
