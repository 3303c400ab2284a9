// Imports as the API and the command line show them.

import type { z } from 'zod';
import type { ImportBatch, ImportDetails, TieOut, TieOutPage } from '#actions/imports/read-imports.ts';
import type { UnmatchedInvoice } from '#actions/imports/unmatched-invoices.ts';
import type {
  importBatch,
  importPreview,
  tieOutJob,
  tieOutReport,
  unmatchedInvoice,
} from '#contract/imports/imports.ts';
import { formatMinor } from '#core/money/money.ts';

export function presentImport(batch: ImportBatch): z.output<typeof importBatch> {
  const { id, state, files, counts, refusedCount, skipsRefused, stage } = batch;
  const { actorName, createdAt, checkedAt, appliedAt } = batch;
  const sources = [...new Set(files.map((file) => file.source))];
  const times = { createdAt, checkedAt, appliedAt };
  const figures = {
    counts: counts as Record<string, Record<string, number>>,
    refused: refusedCount,
    skipsRefused,
  };
  return { id, state, sources, fileCount: files.length, ...figures, stage, by: actorName, ...times };
}

type Preview = z.output<typeof importPreview>;
type Kept = Pick<Preview, 'totals' | 'states' | 'madeUp' | 'samples'>;

export function presentPreview({ batch, problems }: ImportDetails): Preview {
  const { totals = [], states = [], madeUp = [], samples = [] } = batch.preview as Partial<Kept>;
  const shown = { totals, states, madeUp, samples, problems: [...problems] };
  return {
    import: presentImport(batch),
    files: [...batch.files],
    assumptions: [...batch.assumptions],
    ...shown,
  };
}

export function presentTieOut(
  { totals }: TieOutPage,
  jobs: readonly TieOut[],
): Omit<z.output<typeof tieOutReport>, 'nextCursor'> {
  return {
    items: jobs.map(presentJob),
    totals: totals.map(({ sourceMinor, netWipMinor, differenceMinor, ...total }) => ({
      ...total,
      source: formatMinor(sourceMinor, total.currency),
      netWip: formatMinor(netWipMinor, total.currency),
      difference: formatMinor(differenceMinor, total.currency),
    })),
  };
}

function presentJob(row: TieOut): z.output<typeof tieOutJob> {
  const { sourceMinor, netWipMinor, uninvoicedQuoteMinor, differenceMinor, ...plain } = row;
  const show = (amountMinor: bigint): string => formatMinor(amountMinor, row.currency);
  const ours = { netWip: show(netWipMinor), uninvoicedQuote: show(uninvoicedQuoteMinor) };
  return { ...plain, source: show(sourceMinor), ...ours, difference: show(differenceMinor) };
}

export function presentUnmatched(invoice: UnmatchedInvoice): z.output<typeof unmatchedInvoice> {
  const { id: invoiceId, number, clientName, invoicedOn, currency, totalMinor, reference, why } = invoice;
  const { decidedAt, decidedByName: decidedBy, jobId, jobNumber } = invoice;
  const about = { invoiceId, number, clientName, invoicedOn, currency, reference, why };
  return { ...about, total: formatMinor(totalMinor, currency), decidedAt, decidedBy, jobId, jobNumber };
}
