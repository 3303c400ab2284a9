// `workledger report`: the same reports as the API, on a terminal, as JSON or as a file.

import type { Command } from 'commander';
import type { ReportColumn } from '#contract/reports/columns.ts';
import type { Result } from '#core/refusal.ts';
import { failureOf } from '../output/failure.ts';
import { textTable } from '../output/table.ts';

export type ReportParameter = { readonly name: string; readonly description: string };

/** A report as the command line needs it. */
export type CliReport = {
  readonly name: string;
  readonly summary: string;
  readonly parameters: readonly ReportParameter[];
  readonly columns: readonly ReportColumn[];
};

export type ReportAnswer = {
  readonly items: readonly Record<string, unknown>[];
  readonly [figure: string]: unknown;
};

export type ReportRunner = {
  readonly reports: readonly CliReport[];
  /** Every row, as the API's JSON. */
  read(
    name: string,
    firm: string | undefined,
    parameters: Record<string, string>,
  ): Promise<Result<ReportAnswer>>;
  file(request: ReportFileRequest): Promise<Result<string | Uint8Array>>;
};

export type ReportFileRequest = {
  readonly name: string;
  readonly firm: string | undefined;
  readonly parameters: Record<string, string>;
  readonly format: 'csv' | 'xlsx';
};

export type CommandOutput = {
  print(text: string): void;
  save(path: string, content: string | Uint8Array): void;
};

const rowsShownDefault = 50;

export function addReportCommand(
  program: Command,
  runner: () => Promise<ReportRunner>,
  reports: readonly CliReport[],
  output: CommandOutput,
): void {
  const group = program.command('report').description('read a report');
  for (const report of reports) {
    const command = group.command(report.name).description(report.summary);
    command.option('--firm <id>', 'the firm, where there are several');
    for (const { name, description } of report.parameters)
      command.option(`--${kebab(name)} <value>`, description);
    command.option('--rows <count>', `rows shown on the terminal`, String(rowsShownDefault));
    command.option('--json', 'print the whole report as JSON');
    command.option('--csv [file]', 'print as CSV, or write it to a file');
    command.option('--xlsx <file>', 'write as XLSX to a file');
    command.action(async (options: Options) => show(report, options, await runner(), output));
  }
}

type Options = {
  readonly firm?: string;
  readonly rows: string;
  readonly json?: true;
  readonly csv?: string | true;
  readonly xlsx?: string;
} & Record<string, unknown>;

async function show(
  report: CliReport,
  options: Options,
  runner: ReportRunner,
  output: CommandOutput,
): Promise<void> {
  const parameters = Object.fromEntries(
    report.parameters.flatMap(({ name }) =>
      typeof options[name] === 'string' ? [[name, options[name]]] : [],
    ),
  );
  const request = { name: report.name, firm: options.firm, parameters };
  const format = options.csv !== undefined ? 'csv' : options.xlsx !== undefined ? 'xlsx' : undefined;
  if (format !== undefined) {
    const path = format === 'csv' ? options.csv : options.xlsx;
    const file = await runner.file({ ...request, format });
    if (!file.ok) throw failureOf(file);
    if (typeof path === 'string') output.save(path, file.value);
    else output.print(String(file.value).trimEnd());
    return;
  }
  const answer = await runner.read(request.name, request.firm, parameters);
  if (!answer.ok) throw failureOf(answer);
  if (options.json === true) output.print(JSON.stringify(answer.value, null, 2));
  else
    output.print(asText(report.columns, answer.value, Math.max(1, Number(options.rows) || rowsShownDefault)));
}

const right = new Set(['money', 'cost', 'integer', 'minutes', 'thousandths', 'decimal']);

function asText(columns: readonly ReportColumn[], { items, totals }: ReportAnswer, rowsMax: number): string {
  // A column that is empty in every row tells nothing on a terminal.
  const filled = columns.filter(({ key }) => items.some((item) => cell(item[key]) !== ''));
  const heads = filled.map(({ label, kind }) => ({ label, alignRight: right.has(kind) }));
  const rows = items.slice(0, rowsMax).map((item) => filled.map(({ key }) => cell(item[key])));
  const sums = Array.isArray(totals) ? (totals as Record<string, unknown>[]) : [];
  const sumRows = sums.map((total) =>
    filled.map(({ key }, index) => (index === 0 ? totalOf(key, total) : cell(total[key]))),
  );
  const more = items.length - rows.length;
  const notes =
    more > 0 ? [`… and ${more} more rows: --rows ${items.length}, --json or --csv show them.`] : [];
  if (items.length === 0) return 'Nothing to show.';
  return [textTable(heads, [...rows, ...sumRows]), ...notes].join('\n');
}

/** Sums are one for each currency, which may be the column that the word stands in. */
function totalOf(key: string, total: Record<string, unknown>): string {
  return key === 'currency' ? `Total ${cell(total[key])}` : 'Total';
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
