// The proof at the end of an import: for each job that the source gives a figure of, that figure against ours, with
// what is known of why they differ. It is kept with the import.

import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';
import type { Tx } from '#store/database.ts';
import { problemsOfJobs } from '#store/imports/problems.ts';
import { readRecords, type KnownRecord } from '#store/imports/staging.ts';
import {
  readClues,
  readJobFigures,
  replaceTieOuts,
  type JobClues,
  type JobFigures,
  type NewTieOut,
  type TieOutFigure,
  type TieOutReason,
} from '#store/imports/tie-outs.ts';
import { minorOf } from './amounts.ts';
import type { ImportedJob, ImportedUnbilledWip } from './model.ts';
import type { JobNode } from './practice/directory.ts';
import { inChunk, keepPlace, placeIn, type ImportRun } from './run.ts';

const recordsPerPage = 5_000;
const reasonsMax = 5;

type SourceFigure = { readonly job: JobNode; readonly figure: TieOutFigure; sourceMinor: bigint };

export async function tieOut(run: ImportRun): Promise<void> {
  if (placeIn(run.batch, 'tieOut') === undefined) return;
  await inChunk(run, async (tx) => {
    const figures = await readSourceFigures(tx, run);
    const ours = await readJobFigures(
      tx,
      figures.map(({ job }) => job.id!),
    );
    const compared = figures.map((figure) => compare(figure, ours.get(figure.job.id!)));
    await replaceTieOuts(tx, run.batch.id, await explain(tx, run, compared));
    await keepPlace(tx, run, 'done', { date: null, place: 0 });
  });
}

async function readSourceFigures(tx: Tx, run: ImportRun): Promise<SourceFigure[]> {
  const figures = new Map<string, SourceFigure>();
  const add = (job: JobNode, figure: TieOutFigure, amountMinor: bigint): void => {
    const key = `${figure} ${job.id}`;
    const there = figures.get(key);
    if (there === undefined) figures.set(key, { job, figure, sourceMinor: amountMinor });
    else there.sourceMinor += amountMinor;
  };
  await forEachRecord(tx, run, 'job', (staged, record: ImportedJob) => {
    if (record.estimatedBillings === undefined) return;
    const job = run.directory.jobs.find(staged.source, staged.externalKey);
    const amountMinor = job && minorOf(record.estimatedBillings, job.currency);
    if (typeof job?.id === 'number' && amountMinor !== undefined) add(job, 'estimatedBillings', amountMinor);
  });
  await forEachRecord(tx, run, 'unbilledWip', (staged, record: ImportedUnbilledWip) => {
    const found = run.directory.findJob(staged.source, record.job, record.client);
    const job = found.ok ? found.value : undefined;
    const amountMinor = job && minorOf(record.amount, job.currency);
    if (typeof job?.id === 'number' && amountMinor !== undefined) add(job, 'unbilledWip', amountMinor);
  });
  return [...figures.values()];
}

async function forEachRecord<Read>(
  tx: Tx,
  run: ImportRun,
  kind: string,
  work: (staged: KnownRecord, record: Read) => void,
): Promise<void> {
  for (let after = 0; ;) {
    const page = await readRecords(tx, run.batch.id, { kind, afterPlace: after, limit: recordsPerPage });
    for (const staged of page) work(staged, JSON.parse(staged.record) as Read);
    if (page.length < recordsPerPage) return;
    after = page.at(-1)!.place;
  }
}

type Compared = { readonly job: JobNode; readonly row: NewTieOut };

/** A job with an accepted quote may be shown in the source at what of the quote is uninvoiced. */
function compare({ job, figure, sourceMinor }: SourceFigure, ours: JobFigures | undefined): Compared {
  const { netWipMinor = 0n, uninvoicedQuoteMinor = 0n, hasQuote = false } = ours ?? {};
  const isQuote = figure === 'estimatedBillings' && hasQuote && sourceMinor === uninvoicedQuoteMinor;
  const differenceMinor = isQuote ? 0n : sourceMinor - netWipMinor;
  const detail = 'The figure of the source is the uninvoiced part of the quote.';
  const reasons = isQuote && sourceMinor !== netWipMinor ? [{ code: 'uninvoicedQuote', detail }] : [];
  return {
    job,
    row: { jobId: job.id!, figure, sourceMinor, netWipMinor, uninvoicedQuoteMinor, differenceMinor, reasons },
  };
}

async function explain(tx: Tx, run: ImportRun, compared: readonly Compared[]): Promise<NewTieOut[]> {
  const differing = compared.filter(({ row }) => row.differenceMinor !== 0n).map(({ row }) => row.jobId);
  const clues = new Map((await readClues(tx, run.batch.id, differing)).map((one) => [one.jobId, one]));
  const problems = await problemsOfJobs(tx, run.batch.id, differing);
  return compared.map(({ job, row }) => {
    if (row.differenceMinor === 0n) return row;
    const told = (problems.get(row.jobId) ?? [])
      .slice(0, reasonsMax)
      .map(({ detail }) => ({ code: 'problem', detail }));
    const reasons = [...told, ...reasonsFrom(clues.get(row.jobId)!, row, job.currency)];
    return { ...row, reasons: reasons.length > 0 ? reasons : [notTold] };
  });
}

const notTold: TieOutReason = {
  code: 'notTold',
  detail:
    'Nothing in the files tells why: the source may have written WIP off or on, or washed the job up, without an invoice.',
};

function reasonsFrom(clues: JobClues, row: NewTieOut, currency: CurrencyCode): TieOutReason[] {
  const { withoutRate, markedOpen, waiting, excluded } = clues;
  const reasons: TieOutReason[] = [];
  if (withoutRate > 0) {
    const detail = `${withoutRate} time entries have no rate and stand at 0; set the rates and revalue them.`;
    reasons.push({ code: 'rateMissing', detail });
  }
  if (markedOpen > 0) {
    const detail = `${markedOpen} time entries are marked as invoiced in the source, and their invoice is in none of the files.`;
    reasons.push({ code: 'invoiceMissing', detail });
  }
  if (waiting > 0) {
    reasons.push({ code: 'invoiceUnmatched', detail: `${waiting} invoices of the client wait for a job.` });
  }
  if (excluded) {
    reasons.push({
      code: 'excluded',
      detail: 'The job is excluded from estimated billings; its entries stand at 0 here.',
    });
  }
  if (row.sourceMinor === 0n && row.netWipMinor !== 0n) {
    const ours = formatMinor(row.netWipMinor, currency);
    const detail = `The source shows nothing to invoice and we have ${ours}: it was probably washed up or written off there, which leaves no invoice.`;
    reasons.push({ code: 'washedUp', detail });
  }
  return reasons;
}
