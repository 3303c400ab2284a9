// What the author of an invoice has decided, as it stands in the fields: text, '' for nothing said. `contentOf` makes of it
// what the API takes, and `draftOf` the way back from a saved draft. Nothing here knows what a decision does; the preview
// of the server does.

import type { BillableItem, BillableJob, InvoiceContent } from '../../api/invoices.ts';
import { durationText, isDecimal, minutesOf } from '../../form/numbers.ts';
import { isDate } from '../../util/search.ts';

export type Basis = InvoiceContent['basis'];
export type Treatment = 'bill' | 'writeOff' | 'carryForward';
export type Rest = '' | 'writeOff' | 'carryForward';

/** What was decided on an entry; '' of a value is what is open of it. */
export type Decision = {
  treatment: Treatment;
  minutes: string;
  quantity: string;
  amount: string;
  rest: Rest;
};

export type TypedLine = {
  /** Tells lines apart while they are edited. */
  key: string;
  kind: 'task' | 'cost';
  jobTaskId: string;
  description: string;
  minutes: string;
  rate: string;
  quantity: string;
  unitPrice: string;
  amount: string;
  /** An id, '' for the usual tax, or `noTax`. */
  taxId: string;
  /** Null until the question is answered. */
  covers: readonly string[] | null;
};

/** An amount of money, or a part of something. */
export type Measure = { how: 'amount' | 'percent' | 'percentToDate'; value: string };

export type JobDraft = {
  jobId: string;
  select: 'all' | 'none';
  entries: Readonly<Record<string, Decision>>;
  /** Which interims are absorbed; '' is all of one. */
  interims: 'all' | Readonly<Record<string, string>>;
  lines: readonly TypedLine[];
  claims: 'all' | Readonly<Record<string, Measure>>;
  deposit: Measure & { description: string };
  rest: 'carryForward' | 'writeOff';
  excess: 'writeOn' | 'keepAsCredit';
  retention: Measure & { description: string };
};

export type LineSetting = { description: string | null; taxId: string | null };

export type InvoiceDraft = {
  clientId: string;
  type: 'progress' | 'final';
  basis: Basis;
  invoicedOn: string;
  dueOn: string;
  cutOffOn: string;
  periodFrom: string;
  periodTo: string;
  pricing: 'calculated' | 'fixed';
  fixedTotal: string;
  taxMode: '' | 'exclusive' | 'inclusive' | 'none';
  contactId: string;
  reference: string;
  note: string;
  templateId: string;
  layout: string;
  seriesId: string;
  jobs: readonly JobDraft[];
  lines: readonly TypedLine[];
  /** By the keys of composed lines. */
  lineSettings: Readonly<Record<string, LineSetting>>;
};

export const noTax = 'none';
const nothingMeasured = { how: 'percent', value: '', description: '' } as const;

export function newDraft(clientId = ''): InvoiceDraft {
  return {
    clientId,
    type: 'progress',
    basis: 'actual',
    invoicedOn: '',
    dueOn: '',
    cutOffOn: '',
    periodFrom: '',
    periodTo: '',
    pricing: 'calculated',
    fixedTotal: '',
    taxMode: '',
    contactId: '',
    reference: '',
    note: '',
    templateId: '',
    layout: '',
    seriesId: '',
    jobs: [],
    lines: [],
    lineSettings: {},
  };
}

/** A job as it comes onto an invoice: what is open is billed, unless only some entries were chosen. */
export function newJob(jobId: string, chosenItems: readonly string[] = []): JobDraft {
  return {
    jobId,
    select: chosenItems.length > 0 ? 'none' : 'all',
    entries: Object.fromEntries(chosenItems.map((itemId) => [itemId, decision('bill')])),
    interims: {},
    lines: [],
    claims: 'all',
    deposit: nothingMeasured,
    rest: 'carryForward',
    excess: 'writeOn',
    retention: nothingMeasured,
  };
}

export function decision(treatment: Treatment): Decision {
  return { treatment, minutes: '', quantity: '', amount: '', rest: '' };
}

let lastLine = 0;

export function newLine(kind: TypedLine['kind'] = 'task'): TypedLine {
  lastLine += 1;
  return {
    key: `new ${lastLine}`,
    kind,
    jobTaskId: '',
    description: '',
    minutes: '',
    rate: '',
    quantity: '',
    unitPrice: '',
    amount: '',
    taxId: '',
    covers: null,
  };
}

/** What becomes of an entry that nothing was said about, as far as the page can show it before the preview has come. */
export function treatmentOf(
  job: JobDraft,
  item: BillableItem,
  { cutOffOn, invoiceId }: { cutOffOn: string; invoiceId: string | null },
): Treatment {
  const said = job.entries[item.itemId];
  if (said !== undefined) return said.treatment;
  const isFree = item.draftId === null || item.draftId === invoiceId;
  const isOffered = item.billable && isFree && (cutOffOn === '' || item.date <= cutOffOn);
  return job.select === 'all' && isOffered ? 'bill' : 'carryForward';
}

/** What the API takes. What cannot be read yet, while somebody types, is left out. */
export function contentOf(draft: InvoiceDraft): InvoiceContent {
  const isMiscellaneous = draft.basis === 'miscellaneous';
  return {
    clientId: draft.clientId,
    type: draft.basis === 'deposit' || isMiscellaneous ? 'progress' : draft.type,
    basis: draft.basis,
    invoicedOn: dayOf(draft.invoicedOn),
    dueOn: dayOf(draft.dueOn),
    cutOffOn: dayOf(draft.cutOffOn),
    periodFrom: dayOf(draft.periodFrom),
    periodTo: dayOf(draft.periodTo),
    pricing: draft.pricing === 'fixed' && isDecimal(draft.fixedTotal) ? 'fixed' : 'calculated',
    fixedTotal: draft.pricing === 'fixed' ? decimalOf(draft.fixedTotal) : null,
    taxMode: draft.taxMode === '' ? null : draft.taxMode,
    contactId: textOf(draft.contactId),
    reference: textOf(draft.reference),
    note: textOf(draft.note),
    templateId: textOf(draft.templateId),
    layout: textOf(draft.layout) as InvoiceContent['layout'],
    seriesId: textOf(draft.seriesId),
    jobs: isMiscellaneous ? [] : draft.jobs.map((job) => jobContent(job, draft)),
    lines: isMiscellaneous ? draft.lines.filter(isMeant).map(lineContent) : [],
    lineSettings: Object.entries(draft.lineSettings).map(([key, { description, taxId }]) => ({
      key,
      ...(description === null ? {} : { description }),
      ...(taxId === null ? {} : { taxId: taxId === noTax ? null : taxId }),
    })),
  };
}

type JobContent = NonNullable<InvoiceContent['jobs']>[number];
type LineContent = NonNullable<InvoiceContent['lines']>[number];

function jobContent(job: JobDraft, { basis, type }: InvoiceDraft): JobContent {
  const isDeposit = basis === 'deposit';
  const byQuote = basis === 'quoted';
  return {
    jobId: job.jobId,
    select: isDeposit || byQuote ? 'none' : job.select,
    entries: isDeposit
      ? []
      : Object.entries(job.entries).map(([itemId, said]) => ({
          itemId,
          treatment: said.treatment,
          ...(said.treatment === 'bill' ? measuresOf(said) : {}),
        })),
    interims:
      job.interims === 'all'
        ? 'all'
        : Object.entries(job.interims).map(([itemId, amount]) => ({ itemId, amount: decimalOf(amount) })),
    lines: isDeposit ? [] : job.lines.filter(isMeant).map(lineContent),
    claims: byQuote ? claimsOf(job.claims) : [],
    deposit: isDeposit ? depositOf(job.deposit) : null,
    rest: type === 'final' ? job.rest : 'carryForward',
    excess: job.excess,
    retention: retentionOf(job.retention),
  };
}

function measuresOf({ minutes, quantity, amount, rest }: Decision) {
  return {
    ...(minutesOf(minutes) === undefined ? {} : { minutes: minutesOf(minutes) }),
    ...(isDecimal(quantity, 3) ? { quantity } : {}),
    ...(isDecimal(amount) ? { amount } : {}),
    ...(rest === '' ? {} : { rest }),
  };
}

function claimsOf(claims: JobDraft['claims']): JobContent['claims'] {
  if (claims === 'all') return 'all';
  return Object.entries(claims)
    .filter(([, { value }]) => isDecimal(value))
    .map(([quoteLineId, { how, value }]) => ({ quoteLineId, [how]: value }));
}

function depositOf({ how, value, description }: JobDraft['deposit']): JobContent['deposit'] {
  if (!isDecimal(value)) return null;
  return {
    ...(how === 'amount' ? { amount: value } : { percentOfQuote: value }),
    description: textOf(description),
  };
}

function retentionOf({ how, value, description }: JobDraft['retention']): JobContent['retention'] {
  if (!isDecimal(value)) return null;
  return { ...(how === 'amount' ? { amount: value } : { percent: value }), description: textOf(description) };
}

/** A line of which nothing was typed is not sent. */
export function isMeant({ description }: TypedLine): boolean {
  return description.trim() !== '';
}

/** Whether something stands in the fields that the server is not told yet: a line without its words. */
export function hasUnsent({ jobs, lines }: InvoiceDraft): boolean {
  return [...lines, ...jobs.flatMap((job) => job.lines)].some(
    (line) =>
      !isMeant(line) && [line.minutes, line.rate, line.quantity, line.unitPrice, line.amount].some(Boolean),
  );
}

function lineContent(line: TypedLine): LineContent {
  const isTask = line.kind === 'task';
  return {
    kind: line.kind,
    jobTaskId: textOf(line.jobTaskId),
    description: line.description,
    ...(isTask
      ? { minutes: minutesOf(line.minutes) ?? null, rate: decimalOf(line.rate) }
      : { quantity: decimalOf(line.quantity), unitPrice: decimalOf(line.unitPrice) }),
    amount: decimalOf(line.amount),
    ...(line.taxId === '' ? {} : { taxId: line.taxId === noTax ? null : line.taxId }),
    covers: line.covers === null ? null : [...line.covers],
  };
}

/** A saved draft, back in its fields. */
export function draftOf(content: InvoiceContent): InvoiceDraft {
  return {
    clientId: content.clientId,
    type: content.type,
    basis: content.basis,
    invoicedOn: content.invoicedOn ?? '',
    dueOn: content.dueOn ?? '',
    cutOffOn: content.cutOffOn ?? '',
    periodFrom: content.periodFrom ?? '',
    periodTo: content.periodTo ?? '',
    pricing: content.pricing ?? 'calculated',
    fixedTotal: content.fixedTotal ?? '',
    taxMode: content.taxMode ?? '',
    contactId: content.contactId ?? '',
    reference: content.reference ?? '',
    note: content.note ?? '',
    templateId: content.templateId ?? '',
    layout: content.layout ?? '',
    seriesId: content.seriesId ?? '',
    jobs: (content.jobs ?? []).map(jobDraftOf),
    lines: (content.lines ?? []).map(lineDraftOf),
    lineSettings: Object.fromEntries(
      (content.lineSettings ?? []).map(({ key, description, taxId }) => [
        key,
        { description: description ?? null, taxId: taxId === undefined ? null : (taxId ?? noTax) },
      ]),
    ),
  };
}

function jobDraftOf(job: JobContent): JobDraft {
  const { deposit, retention, claims = [], interims = [] } = job;
  return {
    jobId: job.jobId,
    select: job.select ?? 'none',
    entries: Object.fromEntries(
      (job.entries ?? []).map(({ itemId, treatment, minutes, quantity, amount, rest }) => [
        itemId,
        {
          treatment,
          minutes: durationText(minutes ?? null),
          quantity: quantity ?? '',
          amount: amount ?? '',
          rest: rest ?? '',
        },
      ]),
    ),
    interims:
      interims === 'all'
        ? 'all'
        : Object.fromEntries(interims.map(({ itemId, amount }) => [itemId, amount ?? ''])),
    lines: (job.lines ?? []).map(lineDraftOf),
    claims: claims === 'all' ? 'all' : Object.fromEntries(claims.flatMap(claimDraftOf)),
    deposit: {
      how: deposit?.amount ? 'amount' : 'percent',
      value: deposit?.amount ?? deposit?.percentOfQuote ?? '',
      description: deposit?.description ?? '',
    },
    rest: job.rest ?? 'carryForward',
    excess: job.excess ?? 'writeOn',
    retention: {
      how: retention?.amount ? 'amount' : 'percent',
      value: retention?.amount ?? retention?.percent ?? '',
      description: retention?.description ?? '',
    },
  };
}

type Claim = Exclude<NonNullable<JobContent['claims']>, 'all'>[number];

function claimDraftOf(claim: Claim): [string, Measure][] {
  const { quoteLineId, amount, percent, percentToDate } = claim;
  const measured: Measure | null = amount
    ? { how: 'amount', value: amount }
    : percent
      ? { how: 'percent', value: percent }
      : percentToDate
        ? { how: 'percentToDate', value: percentToDate }
        : null;
  return measured === null ? [] : [[quoteLineId, measured]];
}

function lineDraftOf(line: LineContent): TypedLine {
  return {
    ...newLine(line.kind),
    jobTaskId: line.jobTaskId ?? '',
    description: line.description,
    minutes: durationText(line.minutes ?? null),
    rate: line.rate ?? '',
    quantity: line.quantity ?? '',
    unitPrice: line.unitPrice ?? '',
    amount: line.amount ?? '',
    taxId: line.taxId === undefined ? '' : (line.taxId ?? noTax),
    covers: line.covers ?? null,
  };
}

/** Whether there is something that the server could make an invoice of. */
export function isComposable({ clientId, basis, jobs, lines }: InvoiceDraft): boolean {
  if (clientId === '') return false;
  return basis === 'miscellaneous' ? lines.some(isMeant) : jobs.length > 0;
}

/** How a job is billed before anybody said so: by its quote where it has one that is not invoiced yet. */
export function usualBasis(job: BillableJob | undefined): Basis {
  return job?.quote !== null && job !== undefined && !/^-|^[0.]+$/.test(job.uninvoicedQuote)
    ? 'quoted'
    : 'actual';
}

function textOf(text: string): string | null {
  return text.trim() === '' ? null : text;
}

function dayOf(day: string): string | null {
  return isDate(day) ? day : null;
}

function decimalOf(text: string): string | null {
  return isDecimal(text) ? text : null;
}
