// `workledger verify` recounts the ledger; `workledger explain` tells the story of a journal.

import type { Command } from 'commander';
import type { Result } from '#core/refusal.ts';
import { CommandFailure, failureOf } from '../output/failure.ts';
import type { Progress } from '../output/progress.ts';
import { textTable } from '../output/table.ts';
import type { CommandOutput } from './report.ts';

export type CliDifference = {
  readonly check: string;
  readonly identity: Readonly<Record<string, string | number | null>>;
  readonly column: string;
  readonly stored: string | null;
  readonly recounted: string | null;
};

export type FirmRecount = {
  readonly firmId: number;
  readonly firmName: string;
  readonly differences: readonly CliDifference[];
};

/** A journal as the API shows it. */
export type CliJournal = {
  readonly id: string;
  readonly kindLabel: string;
  readonly effectiveOn: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly cause: { readonly kind: string; readonly id: string; readonly label: string };
  readonly reverses: string | null;
  readonly reversedBy: string | null;
  readonly lines: readonly {
    readonly lineNumber: number;
    readonly jobNumber: string;
    readonly debit: string;
    readonly credit: string;
    readonly amount: string;
    readonly currency: string;
    readonly taskName: string | null;
    readonly staffName: string | null;
    readonly originOn: string;
  }[];
};

export type LedgerRunner = {
  verify(firm: string | undefined, progress: Progress): Promise<Result<readonly FirmRecount[]>>;
  explain(journalId: string, firm: string | undefined): Promise<Result<CliJournal>>;
};

type Settings = { readonly output: CommandOutput; readonly progress: (label: string) => Progress };

export function addLedgerCommands(
  program: Command,
  runner: () => Promise<LedgerRunner>,
  { output, progress }: Settings,
): void {
  program
    .command('verify')
    .description('recount the ledger from its lines and report every difference')
    .option('--firm <id>', 'one firm instead of all')
    .option('--json', 'print as JSON')
    .action(async (options: { firm?: string; json?: true }) => {
      const bar = progress('Recounting');
      const recounts = await (await runner()).verify(options.firm, bar);
      bar.finish();
      if (!recounts.ok) throw failureOf(recounts);
      output.print(
        options.json === true ? JSON.stringify(recounts.value, null, 2) : recountsAsText(recounts.value),
      );
      const found = recounts.value.reduce((sum, { differences }) => sum + differences.length, 0);
      if (found > 0)
        throw new CommandFailure(
          `The ledger does not agree with what is derived from it: ${found} differences.`,
        );
    });

  program
    .command('explain')
    .description('explain a journal: its lines, its cause, what it reverses and what reversed it')
    .argument('<journal>', 'the id of the journal')
    .option('--firm <id>', 'the firm, where there are several')
    .option('--json', 'print as JSON')
    .action(async (journalId: string, options: { firm?: string; json?: true }) => {
      const journal = await (await runner()).explain(journalId, options.firm);
      if (!journal.ok) throw failureOf(journal);
      output.print(
        options.json === true ? JSON.stringify(journal.value, null, 2) : journalAsText(journal.value),
      );
    });
}

function recountsAsText(recounts: readonly FirmRecount[]): string {
  if (recounts.length === 0) return 'There is no firm here yet, so there is nothing to recount.';
  return recounts
    .map(({ firmId, firmName, differences }) => {
      const head = `${firmName} (${firmId}): ${differences.length === 0 ? 'every figure agrees with its lines' : `${differences.length} differences`}`;
      if (differences.length === 0) return head;
      const columns = ['Check', 'Where', 'Column', 'Stored', 'Recounted'].map((label) => ({ label }));
      const rows = differences.map(({ check, identity, column, stored, recounted }) => {
        const where = Object.entries(identity).map(([key, value]) => `${key} ${value}`);
        return [check, where.join(', '), column, stored ?? 'nothing', recounted ?? 'nothing'];
      });
      return `${head}\n${textTable(columns, rows)}`;
    })
    .join('\n');
}

function journalAsText(journal: CliJournal): string {
  const { id, kindLabel, effectiveOn, recordedAt, recordedBy, cause, reverses, reversedBy, lines } = journal;
  const head = [
    `Journal ${id}: ${kindLabel}, counts for ${effectiveOn}`,
    `Cause: ${cause.label} (${cause.kind} ${cause.id})`,
    `Recorded ${recordedAt} by ${recordedBy}`,
    ...(reverses === null ? [] : [`Reverses journal ${reverses}`]),
    ...(reversedBy === null ? [] : [`Reversed by journal ${reversedBy}`]),
  ];
  const columns = [
    { label: 'Line', alignRight: true },
    { label: 'Job' },
    { label: 'Debit' },
    { label: 'Credit' },
    { label: 'Amount', alignRight: true },
    { label: 'Currency' },
    { label: 'Task' },
    { label: 'Staff' },
    { label: 'Work of' },
  ];
  const rows = lines.map((line) => [
    String(line.lineNumber),
    line.jobNumber,
    line.debit,
    line.credit,
    line.amount,
    line.currency,
    line.taskName ?? '',
    line.staffName ?? '',
    line.originOn,
  ]);
  return [...head, '', textTable(columns, rows)].join('\n');
}
