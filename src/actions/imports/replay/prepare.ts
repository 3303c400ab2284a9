// An imported invoice as a document here, and as what its replay is decided from.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { parseCurrency } from '#core/money/currencies.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import { referenceKey } from '#store/imports/references.ts';
import type { InvoiceBasis, NewInvoice } from '#store/billing/invoices.ts';
import type { ClaimableLine } from '#store/imports/quote-claims.ts';
import { minorOf, thousandthsOf, timeValueOf } from '../amounts.ts';
import { folded, idKey } from '../keys.ts';
import type { DecimalText, ImportedInvoice, ImportedInvoiceCost, ImportedInvoiceTask } from '../model.ts';
import type { Directory, JobNode } from '../practice/directory.ts';
import { shortened } from '../practice/directory.ts';
import type { FoundJobs, JobOfInvoice } from './find-job.ts';
import { costOfLine, type Gathered } from './gather.ts';
import type { About, KeyedLine } from './lines.ts';
import type {
  CostLine,
  InvoicedEntry,
  InvoicedJob,
  InvoiceToReplay,
  TaskLine,
  Treatment,
} from './invoice.ts';

export type FoundDocument = {
  readonly source: string;
  readonly invoice: ImportedInvoice;
  readonly found: FoundJobs;
  readonly currency: CurrencyCode;
};

/** Finds the jobs and the currency of an invoice; refuses amounts and currencies that cannot be. */
export function findDocument(
  directory: Directory,
  source: string,
  invoice: ImportedInvoice,
  found: FoundJobs,
): Result<FoundDocument> {
  if ('ambiguous' in found) return refuse('unknownJob', found.ambiguous, { field: 'job' });
  const jobs = 'jobs' in found ? found.jobs : [];
  const client = directory.findClient(source, invoice.client ?? {});
  const said = invoice.currency === undefined ? undefined : parseCurrency(invoice.currency.toUpperCase());
  if (said?.ok === false) return said;
  const own = jobs[0]?.job.currency ?? (client.ok ? client.value?.currency : undefined);
  const currency = said?.value ?? own ?? directory.firm.currency;
  const other = jobs.find(({ job }) => job.currency !== currency);
  if (other !== undefined) {
    const detail = `The job ${other.job.name} is in ${other.job.currency}; a job has one currency.`;
    return refuse('currencyMismatch', detail, {
      field: 'currency',
      value: currency,
      accepted: other.job.currency,
    });
  }
  const amounts = [invoice.amountExTax, ...linesOf(jobs).map((line) => line.amount)];
  const wrong = amounts.find((amount) => minorOf(amount, currency) === undefined);
  if (wrong !== undefined) {
    return refuse('amountOutOfRange', 'An amount is larger than the ledger can hold.', {
      field: 'amount',
      value: wrong,
    });
  }
  if (invoice.status !== 'draft' && invoice.number === undefined && invoice.externalId === undefined) {
    return refuse('invalidRequest', 'The invoice has no number.', {
      field: 'number',
      accepted: 'an invoice with its number',
    });
  }
  return done({ source, invoice, found, currency });
}

function linesOf(jobs: readonly JobOfInvoice[]): readonly { amount: string }[] {
  return jobs.flatMap(({ lines }) => [...(lines?.tasks ?? []), ...(lines?.costs ?? [])]);
}

export function jobsOf({ found }: Pick<FoundDocument, 'found'>): readonly JobOfInvoice[] {
  return 'jobs' in found ? found.jobs : [];
}

/** The document's header. */
export function headerOf(directory: Directory, document: FoundDocument, basis: InvoiceBasis): NewInvoice {
  const { source, invoice, currency } = document;
  const client = directory.findClient(source, invoice.client ?? {});
  const clientId = (client.ok ? client.value?.id : null) ?? jobsOf(document)[0]?.job.client.id ?? null;
  const totalMinor = minorOf(invoice.amountExTax, currency)!;
  const grossMinor = invoice.amountIncTax === undefined ? undefined : minorOf(invoice.amountIncTax, currency);
  const taxMinor = invoice.tax === undefined ? undefined : minorOf(invoice.tax, currency);
  // A draft gets its number here when it is approved here.
  const number = invoice.status === 'draft' ? undefined : (invoice.number ?? invoice.externalId);
  return {
    number: number === undefined ? null : shortened(number, 100),
    clientId,
    type: invoice.type ?? null,
    basis,
    pricing: invoice.pricing ?? 'calculated',
    status: invoice.status === 'paid' ? 'approved' : invoice.status,
    invoicedOn: invoice.date,
    dueOn: invoice.dueDate ?? null,
    cutOffOn: invoice.cutOffDate ?? null,
    currency,
    totalMinor,
    taxMinor: taxMinor ?? (grossMinor === undefined ? taxOfLines(document) : grossMinor - totalMinor),
    // What its payments come to: replay/paid.ts.
    paidMinor: 0n,
    reference: invoice.jobText === undefined ? null : shortened(invoice.jobText, 500),
    typeText: invoice.typeText === undefined ? null : shortened(invoice.typeText, 100),
    origin: 'imported',
  };
}

/** Where the source tells tax line by line only. */
function taxOfLines({ invoice, currency }: FoundDocument): bigint | null {
  const lines = [
    ...invoice.jobs.flatMap(({ tasks, costs }) => [...tasks, ...costs]),
    ...invoice.otherTasks,
    ...invoice.otherCosts,
  ];
  const told = lines.map(({ taxes }) => taxOfLine(taxes, currency));
  if (told.length === 0 || told.includes(undefined)) return null;
  return told.reduce<bigint>((sum, taxMinor) => sum + taxMinor!, 0n);
}

/** Undefined where the source does not tell it. */
export function taxOfLine(
  taxes: readonly DecimalText[] | undefined,
  currency: CurrencyCode,
): bigint | undefined {
  if (taxes === undefined) return undefined;
  const told = taxes.map((amount) => minorOf(amount, currency));
  return told.includes(undefined) ? undefined : told.reduce<bigint>((sum, minor) => sum + minor!, 0n);
}

/** How a document says what its source does not itemise. */
export function wholeLineOf(header: NewInvoice): About {
  const wholeKind = (
    { deposit: 'deposit', actual: 'deposit', quoted: 'quote', miscellaneous: 'text' } as const
  )[header.basis];
  return {
    totalMinor: header.totalMinor,
    isFixedPrice: header.pricing === 'fixed',
    wholeKind,
    wholeName: header.reference ?? header.typeText ?? labelOfInvoice(header),
  };
}

export function labelOfInvoice({ number }: Pick<NewInvoice, 'number'>): string {
  return number === null ? 'Invoice' : `Invoice ${number}`;
}

/** What the invoice was drawn up from, where the source does not say: its entries tell, else its job's quote. */
export function basisOf(
  document: FoundDocument,
  gathered: Gathered,
): { basis: InvoiceBasis; isAssumed: boolean } {
  const { source, invoice } = document;
  if (invoice.mode !== undefined) return { basis: invoice.mode, isAssumed: false };
  const jobs = jobsOf(document);
  const hasLines = linesOf(jobs).length > 0;
  if (jobs.length > 0 && !hasLines) return { basis: 'deposit', isAssumed: true };
  const isTold = jobs
    .flatMap(({ lines }) => lines?.tasks ?? [])
    .some((task) => task.timeBreakdown.length > 0 || entriesOf(gathered, source, task).length > 0);
  const isQuoted = !isTold && jobs.some(({ job }) => gathered.quotes.has(job.id!));
  return { basis: isQuoted ? 'quoted' : 'actual', isAssumed: isQuoted };
}

function entriesOf(gathered: Gathered, source: string, { externalId }: ImportedInvoiceTask) {
  return externalId === undefined ? [] : (gathered.entriesOfTask.get(referenceKey(source, externalId)) ?? []);
}

export type Replaying = {
  readonly document: FoundDocument;
  readonly header: NewInvoice;
  readonly gathered: Gathered;
  readonly directory: Directory;
};

/** The keys of a document's lines count through it: the tasks of each job, then its costs. */
function numbered<Task, Cost>(
  jobs: readonly { readonly lines: { tasks: readonly Task[]; costs: readonly Cost[] } | undefined }[],
): { tasks: (readonly [Task, string])[]; costs: (readonly [Cost, string])[] }[] {
  let count = 0;
  const keyed = <Line>(line: Line) => [line, `imported:${(count += 1)}`] as const;
  return jobs.map(({ lines }) => {
    const tasks = (lines?.tasks ?? []).map(keyed);
    return { tasks, costs: (lines?.costs ?? []).map(keyed) };
  });
}

/** The invoice as it is replayed, with the id of its document and an interim id for each of its jobs. */
export function toReplay(
  { document, header, gathered, directory }: Replaying,
  invoiceId: number,
  interimIds: readonly bigint[],
): InvoiceToReplay {
  const { source, currency } = document;
  const taken = new Set<bigint>();
  const keyed = numbered(jobsOf(document));
  const jobs = jobsOf(document).map(({ job }, place): InvoicedJob => {
    const about = { directory, source, job, currency, gathered };
    const costs = keyed[place]!.costs.map(([cost, lineKey]) => {
      const line = { ...costLine(about, cost, taken), lineKey };
      if (line.itemId !== null) taken.add(line.itemId);
      return line;
    });
    return {
      jobId: job.id!,
      jobNumber: job.number ?? job.name,
      quoteMinor: gathered.quotes.get(job.id!) ?? null,
      tasks: keyed[place]!.tasks.map(([task, lineKey]) => ({ ...taskLine(about, task), lineKey })),
      costs,
    };
  });
  return {
    label: labelOfInvoice(header),
    cause: { kind: 'invoice', id: BigInt(invoiceId) },
    on: header.invoicedOn,
    cutOffOn: cutOffOf(header),
    type: header.type ?? 'progress',
    basis: header.basis,
    isFixedPrice: header.pricing === 'fixed',
    totalMinor: header.totalMinor,
    jobs,
    interimIds,
  };
}

function cutOffOf({ cutOffOn, invoicedOn }: NewInvoice): CivilDate {
  return cutOffOn ?? invoicedOn;
}

type LineContext = {
  readonly directory: Directory;
  readonly source: string;
  readonly job: JobNode;
  readonly currency: CurrencyCode;
  readonly gathered: Gathered;
};

const treatments = { yes: 'bill', no: 'writeOff', future: 'carryForward' } as const;

function taskLine(context: LineContext, task: ImportedInvoiceTask): Omit<TaskLine, 'lineKey'> {
  const { source, currency, gathered } = context;
  const told = task.timeBreakdown.flatMap((part): InvoicedEntry[] => {
    const id = part.timesheet?.externalId;
    if (id === undefined) return [];
    const treatment: Treatment =
      treatments[part.invoiceBillable ?? (task.billable === false ? 'future' : 'yes')];
    const isPriced = part.minutes !== undefined && part.billableRate !== undefined;
    return [
      {
        itemId: gathered.entries.get(referenceKey(source, idKey(id))) ?? null,
        treatment,
        worthMinor: isPriced ? (timeValueOf(part.minutes!, part.billableRate!, currency) ?? null) : null,
      },
    ];
  });
  const marked = entriesOf(gathered, source, task).map((itemId): InvoicedEntry => ({
    itemId,
    treatment: 'bill',
    worthMinor: null,
  }));
  return {
    name: task.name,
    amountMinor: minorOf(task.amount, currency)!,
    typed: task.additional ?? false,
    entries: told.length > 0 ? told : marked,
    jobTaskIds: jobTaskIdsOf(context, task),
  };
}

/** The tasks of the job that a line may be of: by id, by the task of the library, or by name. */
export function jobTaskIdsOf(
  { directory, source, job }: Pick<LineContext, 'directory' | 'source' | 'job'>,
  task: Pick<ImportedInvoiceTask, 'jobTask' | 'task' | 'name'>,
): number[] {
  const byId = task.jobTask?.externalId && directory.jobTasks.find(source, idKey(task.jobTask.externalId));
  if (byId) return [byId.id!];
  const library = task.task?.externalId && directory.tasks.find(source, idKey(task.task.externalId));
  return job.tasks
    .filter((one) => (library ? one.task === library : folded(one.name) === folded(task.name)))
    .flatMap((one) => (one.id === null ? [] : [one.id]));
}

function costLine(
  context: LineContext,
  cost: ImportedInvoiceCost,
  taken: ReadonlySet<bigint>,
): Omit<CostLine, 'lineKey'> {
  const { source, job, currency, gathered } = context;
  const quantityThousandths = cost.quantity === undefined ? null : (thousandthsOf(cost.quantity) ?? null);
  return {
    name: cost.description,
    amountMinor: minorOf(cost.amount, currency)!,
    typed: cost.additional ?? false,
    itemId: costOfLine(gathered, source, job.id!, { ...cost, quantityThousandths, taken }),
    quantityThousandths,
  };
}

/** The lines of the document, as the source wrote them. What stands on no job goes with the first. */
export function documentLines({ document, header, gathered, directory }: Replaying): KeyedLine[] {
  const { source, currency, invoice } = document;
  const found = jobsOf(document);
  const told = found.length > 0 ? found : invoice.jobs.map((lines) => ({ job: undefined, lines }));
  const others = {
    job: found[0]?.job,
    lines: { tasks: invoice.otherTasks, costs: invoice.otherCosts },
  };
  const groups = [...told, others];
  const keyed = numbered(groups);
  const takesClaims = header.basis === 'quoted' && header.status === 'approved';
  return groups.flatMap(({ job }, place): KeyedLine[] => {
    const about = job && { directory, source, job, currency, gathered };
    const taken = new Set<bigint>();
    const tasks = keyed[place]!.tasks.map(([task, lineKey]) => {
      const jobTaskIds = about === undefined ? [] : jobTaskIdsOf(about, task);
      const line = { ...writtenTask(task, currency), lineKey, jobId: job?.id ?? null };
      const named = { ...line, jobTaskId: jobTaskIds[0] ?? null };
      return takesClaims
        ? claiming(named, gathered, (one) => jobTaskIds.includes(one.jobTaskId ?? -1))
        : named;
    });
    const costs = keyed[place]!.costs.map(([cost, lineKey]) => {
      const costEntryId = about === undefined ? null : costLine(about, cost, taken).itemId;
      if (costEntryId !== null) taken.add(costEntryId);
      const line = { ...writtenCost(cost, currency), lineKey, jobId: job?.id ?? null, costEntryId };
      if (!takesClaims || costEntryId !== null) return line;
      const isSame = (one: ClaimableLine) => folded(one.description) === folded(line.description);
      return claiming(line, gathered, (one) => one.kind === 'cost' && isSame(one));
    });
    return [...tasks, ...costs];
  });
}

/** A line that is of one line of the job's quote, as far as the source tells and the quote reaches. */
function claiming(
  line: KeyedLine,
  { claimable }: Gathered,
  isOf: (one: ClaimableLine) => boolean,
): KeyedLine {
  const { jobId, amountMinor } = line;
  const candidates = (jobId === null ? [] : (claimable.get(jobId) ?? [])).filter(isOf);
  const [own] = candidates;
  if (own === undefined || candidates.length > 1 || amountMinor <= 0n || amountMinor > own.leftMinor)
    return line;
  own.leftMinor -= amountMinor;
  return { ...line, kind: 'quote', quoteId: own.quoteId, quoteLineId: own.quoteLineId };
}

type WrittenLine = Omit<KeyedLine, 'lineKey' | 'jobId'>;

function writtenTask(task: ImportedInvoiceTask, currency: CurrencyCode): WrittenLine {
  return {
    kind: 'task',
    jobTaskId: null,
    costEntryId: null,
    description: shortened(task.name, 1_000),
    minutes: task.minutes ?? null,
    ratePerHourMinor: task.billableRate === undefined ? null : (minorOf(task.billableRate, currency) ?? null),
    quantityThousandths: null,
    unitPriceMinor: null,
    amountMinor: minorOf(task.amount, currency) ?? 0n,
    billable: task.billable ?? true,
    typed: task.additional ?? false,
    ...withTax(task, currency),
  };
}

function withTax(
  { taxes }: Pick<ImportedInvoiceTask, 'taxes'>,
  currency: CurrencyCode,
): Pick<KeyedLine, 'taxMinor'> {
  const taxMinor = taxOfLine(taxes, currency);
  return taxMinor === undefined ? {} : { taxMinor };
}

function writtenCost(cost: ImportedInvoiceCost, currency: CurrencyCode): WrittenLine {
  return {
    kind: 'cost',
    jobTaskId: null,
    costEntryId: null,
    description: shortened(cost.description, 1_000),
    minutes: null,
    ratePerHourMinor: null,
    quantityThousandths: cost.quantity === undefined ? null : (thousandthsOf(cost.quantity) ?? null),
    unitPriceMinor: cost.unitPrice === undefined ? null : (minorOf(cost.unitPrice, currency) ?? null),
    amountMinor: minorOf(cost.amount, currency) ?? 0n,
    billable: cost.billable ?? true,
    typed: cost.additional ?? false,
    ...withTax(cost, currency),
  };
}
