// Quotes and invoices of a history as columns: their heads, lines, tax, effects, and what they do to their jobs.

import { jobOf, type Effect } from '#core/billing/effects.ts';
import { addDays } from '#core/calendar/civil-date.ts';
import { itemKindCodes } from '#core/ledger/journal.ts';
import type { TaxedDocument } from '#core/tax/tax.ts';
import type { PlannedEffect, PlannedInvoice, PlannedLine, PlannedQuote } from '../plan/history.ts';
import { numberOf, taxed, taxOfLine, type DocumentTerms } from './document-terms.ts';
import type { HistoryIds } from './real-history.ts';
import type { Column } from './rows.ts';

const daysToPay = 20;
const daysValid = 30;

/** An invoice with its tax, which follows from its lines; a big history keeps one line of each, and no effects. */
export type TaxedInvoice = PlannedInvoice & { readonly tax: TaxedDocument };

export function withTax(terms: DocumentTerms, invoices: readonly PlannedInvoice[]): TaxedInvoice[] {
  return invoices.map((invoice) => ({ ...invoice, tax: taxed(terms, invoice) }));
}

export function inOneLine(invoice: TaxedInvoice): TaxedInvoice {
  const { totalMinor, description, tax } = invoice;
  const line: PlannedLine = {
    kind: invoice.basis === 'deposit' ? 'deposit' : 'task',
    jobTaskId: null,
    itemId: null,
    quoteLineId: null,
    description,
    minutes: null,
    ratePerHourMinor: null,
    quantityThousandths: null,
    amountMinor: totalMinor,
    claimedMinor: null,
  };
  return { ...invoice, lines: [line], effects: [], tax: { ...tax, lineTaxMinor: [tax.totals.taxMinor] } };
}

export function invoiceColumns(ids: HistoryIds, invoices: readonly TaxedInvoice[]): Column[] {
  const { terms } = ids;
  const author = invoices.map(() => ids.actors[terms.bookkeeperId]);
  const recorded = invoices.map((invoice) => invoice.recordedAt);
  return [
    ['number', 'text', invoices.map((invoice) => numberOf(terms.invoices, invoice.id))],
    ['series_id', 'int', invoices.map(() => terms.invoices.id)],
    ['series_value', 'bigint', invoices.map((invoice) => invoice.id)],
    ['client_id', 'int', invoices.map((invoice) => ids.clients[invoice.clientId])],
    ['bill_to', 'text', invoices.map((invoice) => terms.recipients[invoice.clientId])],
    ['type', 'text', invoices.map((invoice) => invoice.type)],
    ['basis', 'text', invoices.map((invoice) => invoice.basis)],
    ['pricing', 'text', invoices.map((invoice) => invoice.pricing)],
    ['layout', 'text', invoices.map((invoice) => invoice.layout)],
    ['status', 'text', invoices.map(() => 'approved')],
    ['invoiced_on', 'date', invoices.map((invoice) => invoice.issuedOn)],
    ['due_on', 'date', invoices.map((invoice) => addDays(invoice.issuedOn, daysToPay))],
    ['cut_off_on', 'date', invoices.map((invoice) => invoice.issuedOn)],
    ['currency', 'text', invoices.map((invoice) => invoice.currency)],
    ['total_minor', 'bigint', invoices.map((invoice) => invoice.totalMinor)],
    ['tax_minor', 'bigint', invoices.map((invoice) => invoice.tax.totals.taxMinor)],
    ['created_by', 'int', author],
    ['created_at', 'timestamptz', recorded],
    ['approved_by', 'int', author],
    ['approved_at', 'timestamptz', recorded],
    ['sent_at', 'timestamptz', recorded],
  ];
}

export function invoiceLineColumns(ids: HistoryIds, invoices: readonly TaxedInvoice[]): Column[] {
  const all = invoices.flatMap((invoice) => invoice.lines.map((line, place) => ({ invoice, line, place })));
  const each = (valueOf: (line: PlannedLine) => unknown) => all.map(({ line }) => valueOf(line));
  const itemOf = (kind: PlannedLine['kind']) => (line: PlannedLine) =>
    line.kind !== kind || line.itemId === null ? null : ids.item(line.itemId);
  return [
    ['invoice_id', 'int', all.map(({ invoice }) => ids.invoice(invoice.id))],
    ['line_number', 'int', all.map(({ place }) => place + 1)],
    ['line_key', 'text', all.map(({ invoice, line }) => lineKey(ids, invoice, line))],
    ['kind', 'text', each((line) => line.kind)],
    ['job_id', 'int', all.map(({ invoice }) => ids.jobs[invoice.jobId])],
    ['job_task_id', 'int', each((line) => (line.jobTaskId === null ? null : ids.jobTasks[line.jobTaskId]))],
    ['cost_entry_id', 'bigint', each(itemOf('cost'))],
    ['interim_id', 'bigint', each(itemOf('interim'))],
    [
      'quote_id',
      'int',
      all.map(({ invoice, line }) => (line.quoteLineId === null ? null : ids.quote(invoice.quoteId!))),
    ],
    [
      'quote_line_id',
      'int',
      each((line) => (line.quoteLineId === null ? null : ids.quoteLine(line.quoteLineId))),
    ],
    ['claimed_minor', 'bigint', each((line) => line.claimedMinor)],
    ['description', 'text', each((line) => line.description)],
    ['minutes', 'int', each((line) => line.minutes)],
    ['rate_per_hour_minor', 'bigint', each((line) => line.ratePerHourMinor)],
    ['quantity_thousandths', 'int', each((line) => line.quantityThousandths)],
    ['amount_minor', 'bigint', each((line) => line.amountMinor)],
    ['tax_id', 'int', all.map(({ invoice }) => taxOfLine(ids.terms, invoice))],
    ['tax_minor', 'bigint', all.map(({ invoice, place }) => invoice.tax.lineTaxMinor[place])],
  ];
}

/** As composing names its lines: core/billing/composition.ts. */
function lineKey(ids: HistoryIds, { jobId }: PlannedInvoice, line: PlannedLine): string | null {
  const job = ids.jobs[jobId];
  switch (line.kind) {
    case 'task':
      return line.jobTaskId === null ? `time:${job}` : `task:${ids.jobTasks[line.jobTaskId]}`;
    case 'cost':
      return `cost:${ids.item(line.itemId!)}`;
    case 'interim':
      return `interim:${ids.item(line.itemId!)}`;
    case 'quote':
      return `quote:${ids.quoteLine(line.quoteLineId!)}`;
    case 'deposit':
      return `deposit:${job}`;
    default:
      return `excess:${job}`;
  }
}

export function invoiceTaxColumns(ids: HistoryIds, invoices: readonly TaxedInvoice[]): Column[] {
  return taxColumns(
    'invoice_id',
    invoices.map(({ id, tax }) => ({ id: ids.invoice(id), tax })),
  );
}

function taxColumns(owner: string, documents: readonly { id: number; tax: TaxedDocument }[]): Column[] {
  const all = documents.flatMap(({ id, tax }) => tax.summary.map((row, place) => ({ id, row, place })));
  return [
    [owner, 'int', all.map(({ id }) => id)],
    ['place', 'smallint', all.map(({ place }) => place + 1)],
    ['tax_id', 'int', all.map(({ row }) => row.taxId)],
    ['name', 'text', all.map(({ row }) => row.name)],
    ['component', 'text', all.map(({ row }) => row.component)],
    ['rate_millionths', 'int', all.map(({ row }) => row.rateMillionths)],
    ['base_minor', 'bigint', all.map(({ row }) => row.baseMinor)],
    ['tax_minor', 'bigint', all.map(({ row }) => row.taxMinor)],
  ];
}

export function invoiceJobColumns(ids: HistoryIds, invoices: readonly TaxedInvoice[]): Column[] {
  const each = (valueOf: (movement: PlannedInvoice['movement']) => bigint) =>
    invoices.map(({ movement }) => valueOf(movement));
  return [
    ['invoice_id', 'int', invoices.map((invoice) => ids.invoice(invoice.id))],
    ['job_id', 'int', invoices.map((invoice) => ids.jobs[invoice.jobId])],
    ['place', 'int', invoices.map(() => 1)],
    ['total_minor', 'bigint', each((job) => job.totalMinor)],
    ['before_minor', 'bigint', each((job) => job.beforeMinor)],
    ['billed_minor', 'bigint', each((job) => job.billedMinor)],
    ['written_on_minor', 'bigint', each((job) => job.writtenOnMinor)],
    ['written_off_minor', 'bigint', each((job) => job.writtenOffMinor)],
    ['raised_minor', 'bigint', each((job) => job.raisedMinor)],
    ['absorbed_minor', 'bigint', each((job) => job.absorbedMinor)],
    ['after_minor', 'bigint', each((job) => job.afterMinor)],
  ];
}

type EffectOfInvoice = PlannedEffect & { readonly invoice: PlannedInvoice; readonly place: number };

export function effectColumns(ids: HistoryIds, invoices: readonly TaxedInvoice[]): Column[] {
  const all = invoices.flatMap((invoice) =>
    invoice.effects.map((planned, place): EffectOfInvoice => ({ ...planned, invoice, place })),
  );
  const each = (valueOf: (effect: Effect) => unknown) => all.map(({ effect }) => valueOf(effect));
  const item = (effect: Effect) => ('item' in effect ? effect.item : null);
  const work = (effect: Effect) => (effect.kind === 'item' ? effect : null);
  const real = (list: readonly number[], id: number | null | undefined) =>
    id === null || id === undefined ? null : list[id];
  return [
    ['invoice_id', 'int', all.map(({ invoice }) => ids.invoice(invoice.id))],
    ['place', 'int', all.map(({ place }) => place + 1)],
    ['line_number', 'int', all.map(({ linePlace }) => (linePlace === null ? null : linePlace + 1))],
    ['kind', 'text', each((effect) => effect.kind)],
    ['job_id', 'int', each((effect) => ids.jobs[jobOf(effect)])],
    ['item_id', 'bigint', each((effect) => itemIdOf(ids, effect))],
    ['item_kind', 'smallint', each(itemKindCode)],
    ['job_task_id', 'int', each((effect) => real(ids.jobTasks, item(effect)?.jobTaskId))],
    ['staff_id', 'int', each((effect) => real(ids.people, item(effect)?.staffId))],
    ['origin_on', 'date', all.map(({ effect, invoice }) => item(effect)?.originOn ?? invoice.issuedOn)],
    ['open_minor', 'bigint', each((effect) => item(effect)?.openMinor ?? 0n)],
    ['open_quantity', 'int', each((effect) => item(effect)?.openQuantity ?? 0)],
    [
      'billed_minor',
      'bigint',
      each((effect) => (effect.kind === 'item' ? effect.billedMinor : effect.amountMinor)),
    ],
    ['billed_quantity', 'int', each((effect) => work(effect)?.billedQuantity ?? 0)],
    ['written_on_minor', 'bigint', each((effect) => work(effect)?.writtenOnMinor ?? 0n)],
    ['written_off_minor', 'bigint', each((effect) => work(effect)?.writtenOffMinor ?? 0n)],
    ['written_off_quantity', 'int', each((effect) => work(effect)?.writtenOffQuantity ?? 0)],
  ];
}

function itemIdOf(ids: HistoryIds, effect: Effect): bigint | null {
  if ('item' in effect) return ids.item(effect.item.itemId);
  return effect.kind === 'interimRaised' ? ids.item(effect.itemId!) : null;
}

function itemKindCode(effect: Effect): number | null {
  if ('item' in effect) return itemKindCodes[effect.item.kind];
  if (effect.kind === 'interimRaised') return itemKindCodes.interim;
  return effect.kind === 'writtenOn' ? itemKindCodes[effect.account === 'wipTime' ? 'time' : 'cost'] : null;
}

export function quoteColumns(ids: HistoryIds, quotes: readonly PlannedQuote[]): Column[] {
  const { terms } = ids;
  const days = quotes.map((quote) => quote.acceptedOn);
  return [
    ['number', 'text', quotes.map((quote) => numberOf(terms.quotes, quote.id))],
    ['series_id', 'int', quotes.map(() => terms.quotes.id)],
    ['series_value', 'bigint', quotes.map((quote) => quote.id)],
    ['name', 'text', quotes.map((quote) => quote.name)],
    ['client_id', 'int', quotes.map((quote) => ids.clients[quote.clientId])],
    ['job_id', 'int', quotes.map((quote) => ids.jobs[quote.jobId])],
    ['state', 'text', quotes.map(() => 'accepted')],
    ['is_master', 'boolean', quotes.map(() => true)],
    ['quoted_on', 'date', days],
    ['valid_until', 'date', days.map((day) => addDays(day, daysValid))],
    ['accepted_on', 'date', days],
    ['currency', 'text', quotes.map((quote) => quote.currency)],
    ['total_minor', 'bigint', quotes.map((quote) => quote.totalMinor)],
    ['tax_minor', 'bigint', quotes.map((quote) => taxed(terms, quote).totals.taxMinor)],
    ['sent_at', 'timestamptz', quotes.map((quote) => quote.recordedAt)],
    ['created_by', 'int', quotes.map((quote) => ids.actors[quote.authorId])],
    ['created_at', 'timestamptz', quotes.map((quote) => quote.recordedAt)],
  ];
}

export function quoteLineColumns(ids: HistoryIds, quotes: readonly PlannedQuote[]): Column[] {
  const all = quotes.flatMap((quote) => {
    const { lineTaxMinor } = taxed(ids.terms, quote);
    return quote.lines.map((line, place) => ({ quote, line, place, taxMinor: lineTaxMinor[place] }));
  });
  return [
    ['quote_id', 'int', all.map(({ quote }) => ids.quote(quote.id))],
    ['line_number', 'int', all.map(({ place }) => place + 1)],
    ['kind', 'text', all.map(() => 'task')],
    ['task_id', 'int', all.map(({ line }) => ids.tasks[line.taskId])],
    ['job_task_id', 'int', all.map(({ line }) => ids.jobTasks[line.jobTaskId])],
    ['description', 'text', all.map(({ line }) => line.description)],
    ['minutes', 'int', all.map(({ line }) => line.minutes)],
    ['typed_minor', 'bigint', all.map(({ line }) => line.amountMinor)],
    ['amount_minor', 'bigint', all.map(({ line }) => line.amountMinor)],
    ['tax_id', 'int', all.map(({ quote }) => taxOfLine(ids.terms, quote))],
    ['tax_minor', 'bigint', all.map(({ taxMinor }) => taxMinor)],
  ];
}

export function quoteTaxColumns(ids: HistoryIds, quotes: readonly PlannedQuote[]): Column[] {
  return taxColumns(
    'quote_id',
    quotes.map((quote) => ({ id: ids.quote(quote.id), tax: taxed(ids.terms, quote) })),
  );
}
