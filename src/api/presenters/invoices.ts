// Invoices as the API shows them: amounts as decimal text in the currency of the document.

import type { z } from 'zod';
import type { InvoiceContent } from '#actions/invoices/content.ts';
import type { SavedDraft } from '#actions/invoices/drafts.ts';
import type { Prepared } from '#actions/invoices/prepare.ts';
import type { Billable } from '#actions/invoices/read-billable.ts';
import type { InvoiceCount, ListedInvoice, ShownInvoice } from '#actions/invoices/read-invoices.ts';
import type { billablePage } from '#contract/invoices/billable.ts';
import type { invoiceContent } from '#contract/invoices/content.ts';
import type {
  invoice,
  invoiceCounts,
  invoicePreview,
  listedInvoice,
  savedDraft,
} from '#contract/invoices/invoices.ts';
import type { Effect } from '#core/billing/effects.ts';
import { formatMinor, formatScaled } from '#core/money/money.ts';
import { formatQuantity } from '#core/money/quantity.ts';
import { residualMinor } from '#core/tax/tax.ts';

type Show = (minor: bigint) => string;

export function presentInvoice(shown: ShownInvoice): z.output<typeof invoice> {
  const { invoice: head, lines, jobs, taxes, creditNotes, content } = shown;
  const show: Show = (minor) => formatMinor(minor, head.currency);
  const { totalMinor, paidMinor, creditedMinor, outstandingMinor, ...plain } = head;
  const { createdByName, approvedByName, cancelledByName } = head;
  const taxMinor = head.taxMinor ?? 0n;
  return {
    ...plain,
    ...presentTotals(totalMinor, taxMinor, show),
    paid: show(paidMinor),
    credited: show(creditedMinor),
    outstanding: show(outstandingMinor),
    createdBy: createdByName,
    approvedBy: approvedByName,
    cancelledBy: cancelledByName,
    lines: lines.map((line) => ({
      ...presentLine({ ...line, key: line.lineKey }, show),
      lineNumber: line.lineNumber,
      creditsLineNumber: line.creditsLineNumber,
      destination: line.destination,
    })),
    jobs: jobs.map((job) => ({ ...job, ...presentMovements(job, show) })),
    taxes: presentTaxes(taxes, show),
    creditNotes: [...creditNotes],
    content: content === null ? null : presentContent(content),
  };
}

export function presentInvoiceCount({
  outstandingMinor,
  ...counted
}: InvoiceCount): z.output<typeof invoiceCounts>['items'][number] {
  return { ...counted, outstanding: formatMinor(outstandingMinor, counted.currency) };
}

export function presentSaved(saved: SavedDraft): z.output<typeof savedDraft> {
  return { ...presentInvoice(saved), notices: [...saved.notices] };
}

export function presentPreview(prepared: Prepared): z.output<typeof invoicePreview> {
  const { composition, tax, header, book, fingerprint } = prepared;
  const show: Show = (minor) => formatMinor(minor, header.currency);
  const names = new Map(book.jobs.map((job) => [job.jobId, job]));
  const { lineTaxMinor, summary, totals } = tax.taxed;
  return {
    clientId: header.clientId!,
    currency: header.currency,
    type: composition.savedAs,
    taxMode: header.taxMode!,
    invoicedOn: header.invoicedOn,
    dueOn: header.dueOn,
    cutOffOn: header.cutOffOn,
    ...presentTotals(totals.exMinor, totals.taxMinor, show),
    lines: composition.lines.map((line, place) =>
      presentLine(
        {
          ...line,
          costEntryId: line.costItemId,
          taxId: tax.taxIds[place] ?? null,
          taxMinor: lineTaxMinor[place] ?? 0n,
        },
        show,
      ),
    ),
    jobs: composition.jobs.map((job) => ({
      jobId: job.jobId,
      jobNumber: names.get(job.jobId)!.number,
      jobName: names.get(job.jobId)!.name,
      ...presentMovements(job, show),
      carried: show(job.carriedMinor),
      uninvoicedQuoteBefore: show(job.uninvoicedQuoteBeforeMinor),
      uninvoicedQuoteAfter: show(job.uninvoicedQuoteAfterMinor),
    })),
    entries: composition.effects.flatMap((effect) => presentEffect(effect, show)),
    taxes: presentTaxes(summary, show),
    notices: [...composition.notices],
    fingerprint,
  };
}

function presentEffect(effect: Effect, show: Show) {
  if (effect.kind !== 'item' && effect.kind !== 'interimAbsorbed') return [];
  const { item, lineKey } = effect;
  const moved =
    effect.kind === 'item'
      ? effect
      : { billedMinor: -effect.amountMinor, writtenOnMinor: 0n, writtenOffMinor: 0n };
  return [
    {
      itemId: item.itemId,
      jobId: item.jobId,
      lineKey,
      open: show(item.openMinor),
      billed: show(moved.billedMinor),
      writtenOn: show(moved.writtenOnMinor),
      writtenOff: show(moved.writtenOffMinor),
    },
  ];
}

type Line = {
  readonly key: string | null;
  readonly kind: z.output<typeof invoice>['lines'][number]['kind'];
  readonly jobId: number | null;
  readonly jobTaskId: number | null;
  readonly costEntryId: bigint | null;
  readonly quoteLineId: number | null;
  readonly interimId: bigint | null;
  readonly description: string;
  readonly minutes: number | null;
  readonly ratePerHourMinor: bigint | null;
  readonly quantityThousandths: number | null;
  readonly unitPriceMinor: bigint | null;
  readonly amountMinor: bigint;
  readonly taxId: number | null;
  readonly taxMinor: bigint;
  readonly typed: boolean;
};

function presentLine(line: Line, show: Show) {
  const { key, kind, jobId, jobTaskId, costEntryId, quoteLineId, interimId, description, typed } = line;
  const { minutes, ratePerHourMinor, quantityThousandths, unitPriceMinor, taxId } = line;
  return {
    key,
    kind,
    jobId,
    jobTaskId,
    costEntryId,
    quoteLineId,
    interimId,
    description,
    minutes,
    rate: ratePerHourMinor === null ? null : show(ratePerHourMinor),
    quantity: quantityThousandths === null ? null : formatQuantity(quantityThousandths),
    unitPrice: unitPriceMinor === null ? null : show(unitPriceMinor),
    amount: show(line.amountMinor),
    residual: show(residualMinor(line)),
    taxId,
    tax: show(line.taxMinor),
    typed,
  };
}

function presentTotals(totalMinor: bigint, taxMinor: bigint, show: Show) {
  return { total: show(totalMinor), tax: show(taxMinor), totalWithTax: show(totalMinor + taxMinor) };
}

type Movements = Record<
  | 'totalMinor'
  | 'beforeMinor'
  | 'billedMinor'
  | 'writtenOnMinor'
  | 'writtenOffMinor'
  | 'raisedMinor'
  | 'absorbedMinor'
  | 'afterMinor',
  bigint
>;

function presentMovements(job: Movements, show: Show) {
  return {
    total: show(job.totalMinor),
    before: show(job.beforeMinor),
    billed: show(job.billedMinor),
    writtenOn: show(job.writtenOnMinor),
    writtenOff: show(job.writtenOffMinor),
    raised: show(job.raisedMinor),
    absorbed: show(job.absorbedMinor),
    after: show(job.afterMinor),
  };
}

function presentTaxes(taxes: ShownInvoice['taxes'], show: Show) {
  return taxes.map(({ taxId, name, component, rateMillionths, baseMinor, taxMinor }) => ({
    taxId,
    name,
    component,
    rate: formatScaled(BigInt(rateMillionths), 4).replace(/\.?0+$/, ''),
    base: show(baseMinor),
    tax: show(taxMinor),
  }));
}

function presentContent(content: InvoiceContent): z.output<typeof invoiceContent> {
  return content as z.output<typeof invoiceContent>;
}

export function presentListedInvoice(listed: ListedInvoice): z.output<typeof listedInvoice> {
  const { totalMinor, taxMinor, outstandingMinor, ...plain } = listed;
  const show: Show = (minor) => formatMinor(minor, listed.currency);
  return {
    ...plain,
    ...presentTotals(totalMinor, taxMinor ?? 0n, show),
    outstanding: show(outstandingMinor),
  };
}

export function presentBillable(job: Billable): z.output<typeof billablePage>['items'][number] {
  const show: Show = (minor) => formatMinor(minor, job.currency);
  const { jobId, clientId, clientName, currency, items, quote } = job;
  const held = items.filter(({ draftId }) => draftId !== null);
  return {
    jobId,
    jobNumber: job.number,
    jobName: job.name,
    clientId,
    clientName,
    currency,
    wipTime: show(job.wipTimeMinor),
    wipCost: show(job.wipCostMinor),
    interims: show(job.interimMinor),
    netWip: show(job.netWipMinor),
    uninvoicedQuote: show(job.uninvoicedQuoteMinor),
    onDraft: show(held.reduce((sum, { openMinor }) => sum + openMinor, 0n)),
    items: items.map(({ originOn, quantityThousandths, priceMinor, openMinor, ...item }) => ({
      ...item,
      date: originOn,
      quantity: quantityThousandths === null ? null : formatQuantity(quantityThousandths),
      price: show(priceMinor),
      open: show(openMinor),
    })),
    itemsOmitted: job.openItems - items.length,
    quote: quote && {
      quoteId: quote.quoteId,
      label: quote.label,
      total: show(quote.totalMinor),
      uninvoiced: show(quote.uninvoicedMinor),
      lines: quote.lines.map(({ amountMinor, claimedMinor, ...line }) => ({
        ...line,
        amount: show(amountMinor),
        claimed: show(claimedMinor),
      })),
    },
  };
}
