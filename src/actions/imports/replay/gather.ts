// Finds what the lines of a chunk of invoices refer to: the time entries of their tasks, their costs, what is open on
// their jobs and the quotes that the jobs are billed by. One reading for the whole chunk, under the locks of the jobs.

import type { Tx } from '#store/database.ts';
import { findReferences, readBilledEntries, referenceKey } from '#store/imports/references.ts';
import { findItemJobs } from '#store/ledger/item-jobs.ts';
import { lockJobs, readOpenItems } from '#store/ledger/items.ts';
import { readCostEntries, type StoredCostEntry } from '#store/work/cost-entries.ts';
import { readAcceptedTotals, readClaimableLines, type ClaimableLine } from '#store/imports/quote-claims.ts';
import { idKey } from '../keys.ts';
import type { ImportedInvoiceCost, ImportedInvoiceTask } from '../model.ts';
import type { JobOfInvoice } from './find-job.ts';
import { OpenBook } from './open-book.ts';

export type FoundInvoice = { readonly source: string; readonly jobs: readonly JobOfInvoice[] };

export type Gathered = {
  readonly book: OpenBook;
  /** By source and key of the time entry. */
  readonly entries: ReadonlyMap<string, bigint>;
  /** The entries that time records name the invoice's task of, by source and key of the task. */
  readonly entriesOfTask: ReadonlyMap<string, readonly (bigint | null)[]>;
  readonly costs: ReadonlyMap<string, bigint>;
  /** Costs with something open, by job. */
  readonly openCosts: ReadonlyMap<number, readonly StoredCostEntry[]>;
  /** What was accepted of jobs that are billed by a quote. */
  readonly quotes: ReadonlyMap<number, bigint>;
  /** The lines of those quotes, by job, with what is not claimed of them; changes from one invoice to the next. */
  readonly claimable: ReadonlyMap<number, readonly ClaimableLine[]>;
};

export async function gather(tx: Tx, batchId: number, invoices: readonly FoundInvoice[]): Promise<Gathered> {
  const keys = { time: keysOf(invoices, timeKeys), cost: keysOf(invoices, costKeys) };
  const entries = await findReferences(tx, 'timeEntry', keys.time);
  const costs = await findReferences(tx, 'cost', keys.cost);
  const entriesOfTask = await findEntriesOfTasks(tx, batchId, invoices);
  const told = [...entriesOfTask.values()].flat().filter((id) => id !== null);
  const itemJobs = await findItemJobs(tx, [...new Set([...entries.values(), ...costs.values(), ...told])]);
  const own = invoices.flatMap(({ jobs }) => jobs.map(({ job }) => job.id!));
  const jobIds = [...new Set([...own, ...itemJobs.values()])];
  await lockJobs(tx, jobIds);
  const open = await readOpenItems(tx, jobIds);
  const costIds = open.filter((item) => item.kind === 'cost').map((item) => item.itemId);
  const openCosts = [...(await readCostEntries(tx, costIds)).values()];
  return {
    book: new OpenBook(open),
    entries,
    entriesOfTask,
    costs,
    openCosts: Map.groupBy(openCosts, (cost) => cost.jobId),
    quotes: await readAcceptedTotals(tx, jobIds),
    claimable: await readClaimableLines(tx, jobIds),
  };
}

type SourceKey = { readonly source: string; readonly externalKey: string };

function keysOf(invoices: readonly FoundInvoice[], keysOfJob: (job: JobOfInvoice) => string[]): SourceKey[] {
  return invoices.flatMap(({ source, jobs }) =>
    jobs.flatMap((job) => keysOfJob(job).map((externalKey) => ({ source, externalKey }))),
  );
}

function tasksOf({ lines }: JobOfInvoice): readonly ImportedInvoiceTask[] {
  return lines?.tasks ?? [];
}

function timeKeys(job: JobOfInvoice): string[] {
  return tasksOf(job)
    .flatMap((task) => task.timeBreakdown)
    .flatMap(({ timesheet }) => (timesheet?.externalId === undefined ? [] : [idKey(timesheet.externalId)]));
}

function costKeys({ lines }: JobOfInvoice): string[] {
  return (lines?.costs ?? []).flatMap(({ jobCost }) =>
    jobCost?.externalId === undefined ? [] : [idKey(jobCost.externalId)],
  );
}

async function findEntriesOfTasks(
  tx: Tx,
  batchId: number,
  invoices: readonly FoundInvoice[],
): Promise<Map<string, (bigint | null)[]>> {
  const found = new Map<string, (bigint | null)[]>();
  for (const [source, some] of Map.groupBy(invoices, (invoice) => invoice.source)) {
    const keys = some
      .flatMap(({ jobs }) => jobs.flatMap(tasksOf))
      .flatMap(({ externalId }) => (externalId === undefined ? [] : [externalId]));
    const rows = await readBilledEntries(tx, batchId, { column: 'invoice_task', source, keys });
    for (const { invoiceTask, itemId } of rows) {
      const key = referenceKey(source, invoiceTask!);
      const entries = found.get(key);
      if (entries === undefined) found.set(key, [itemId]);
      else if (itemId === null || !entries.includes(itemId)) entries.push(itemId);
    }
  }
  return found;
}

/**
 * The cost of the job that an invoice's cost is: by id; in sources without ids, an open one of the same description and
 * code, best of the same quantity and price. `taken` are those that other lines have.
 */
export function costOfLine(
  gathered: Gathered,
  source: string,
  jobId: number,
  line: ImportedInvoiceCost & {
    readonly quantityThousandths: number | null;
    readonly taken: ReadonlySet<bigint>;
  },
): bigint | null {
  const { jobCost, additional, description, code, quantityThousandths, amount, taken } = line;
  if (jobCost?.externalId !== undefined) {
    return gathered.costs.get(referenceKey(source, idKey(jobCost.externalId))) ?? null;
  }
  if (additional === true) return null;
  const alike = (gathered.openCosts.get(jobId) ?? []).filter((cost) => {
    const isSame =
      cost.description === description && (code === undefined || cost.code === null || cost.code === code);
    return isSame && !taken.has(cost.id) && gathered.book.item(cost.id) !== undefined;
  });
  const exact = alike.find((cost) => cost.quantityThousandths === quantityThousandths);
  return (exact ?? (amount === '0' ? undefined : alike[0]))?.id ?? null;
}
