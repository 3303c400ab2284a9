// Credit notes as the API shows them, and what is asked of them as the actions take it.

import type { z } from 'zod';
import type { CreditPreview } from '#actions/credit-notes/credit-invoice.ts';
import type { CreditNote } from '#actions/credit-notes/credit-note.ts';
import type { creditNote, creditPreview, creditPreviewBody } from '#contract/credit-notes/credit-notes.ts';
import type { LinesWanted } from '#core/billing/credit-plan.ts';
import { formatMinor, formatScaled } from '#core/money/money.ts';
import { presentInvoice } from './invoices.ts';
import { presentAllocation } from './payments.ts';

export function linesWanted(body: z.output<typeof creditPreviewBody>): LinesWanted {
  const { lines, destination = 'wip' } = body;
  if (lines === 'all') return { all: destination };
  return lines.map((line) => ({ ...line, destination: line.destination ?? destination }));
}

export function presentCreditNote({ allocations, ...document }: CreditNote): z.output<typeof creditNote> {
  const shown = presentInvoice({ ...document, content: null });
  return { ...shown, unallocated: shown.outstanding, allocations: allocations.map(presentAllocation) };
}

export function presentCreditPreview(preview: CreditPreview): z.output<typeof creditPreview> {
  const { invoice, creditedOn, lines, jobs, taxes, totalMinor, taxMinor, fingerprint } = preview;
  const { currency } = invoice;
  const show = (minor: bigint) => formatMinor(minor, currency);
  return {
    invoiceId: invoice.id,
    currency,
    creditedOn,
    total: show(totalMinor),
    tax: show(taxMinor),
    totalWithTax: show(totalMinor + taxMinor),
    lines: lines.map(({ line, ...credit }) => ({
      lineNumber: line.lineNumber,
      jobId: line.jobId,
      description: line.description,
      invoiced: show(line.amountMinor),
      amount: show(credit.amountMinor),
      tax: show(credit.taxMinor),
      destination: credit.destination,
    })),
    jobs: jobs.map((job) => ({
      jobId: job.jobId,
      before: show(job.beforeMinor),
      billed: show(job.billedMinor),
      writtenOn: show(job.writtenOnMinor),
      writtenOff: show(job.writtenOffMinor),
      raised: show(job.raisedMinor),
      absorbed: show(job.absorbedMinor),
      after: show(job.afterMinor),
    })),
    taxes: taxes.map(({ rateMillionths, baseMinor, taxMinor: minor, ...tax }) => ({
      ...tax,
      rate: formatScaled(BigInt(rateMillionths), 4).replace(/\.?0+$/, ''),
      base: show(baseMinor),
      tax: show(minor),
    })),
    fingerprint,
  };
}
