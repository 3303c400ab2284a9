// The layouts of invoices: how the lines of one document become the rows of another look. Interims and retention stay
// rows of their own in each, since they say what the total would not.

import type { CivilDate } from '../calendar/civil-date.ts';
import type { BilledWork, DocumentJob, DocumentLayout, DocumentLine, InvoiceData } from './data.ts';
import { multiplyRate } from '../money/money.ts';
import { bareEntry, entryOfLine, quantityOf, shownMinor, sumOf, takeApart } from './entries.ts';
import type { Entry, Row, ShownWork } from './entries.ts';
import { arrangeClaims } from './progress-claim.ts';

/** The layout that a document has: its own, else the template's, as far as there is anything to lay out that way. */
export function layoutOf(invoice: InvoiceData, ofTemplate: DocumentLayout): DocumentLayout {
  const wanted = invoice.layout ?? ofTemplate;
  if (invoice.kind === 'creditNote') return wanted === 'summary' || wanted === 'job' ? wanted : 'task';
  return wanted === 'progressClaim' && invoice.claims.length === 0 ? 'task' : wanted;
}

export function arrange(invoice: InvoiceData, layout: DocumentLayout): Row[] {
  switch (layout) {
    case 'task':
      return perJob(invoice, (lines) => lines.flatMap((line) => rowsOfLine(line, invoice)));
    case 'staff':
      return perJob(invoice, (lines) => byStaff(lines, invoice));
    case 'entry':
      return perJob(invoice, (lines) => lines.flatMap((line) => byEntry(line, invoice)));
    case 'job':
      return byJob(invoice);
    case 'summary':
      return summary(invoice);
    case 'progressClaim':
      return arrangeClaims(invoice);
  }
}

function rowsOfLine(line: DocumentLine, invoice: InvoiceData): Row[] {
  if (isText(line)) return [{ kind: 'text', text: line.description }];
  return [{ ...entryOfLine(line, invoice.taxMode), note: line.note }];
}

function isText(line: DocumentLine): boolean {
  return line.kind === 'text' && line.amountMinor === 0n && line.taxMinor === 0n;
}

/** The lines of each job under its name, where there is more than one; a subtotal under several rows. */
function perJob(invoice: InvoiceData, arrangeLines: (lines: readonly DocumentLine[]) => Row[]): Row[] {
  const groups = [...Map.groupBy(invoice.lines, ({ jobId }) => jobId)];
  if (groups.length <= 1) return arrangeLines(invoice.lines);
  return groups.flatMap(([jobId, lines]) => {
    const job = jobOf(invoice, jobId);
    const rows = arrangeLines(lines);
    const entries = rows.filter((row) => row.kind === 'entry');
    const heading: Row = { kind: 'heading', text: job === undefined ? 'Other' : jobTitle(job) };
    const total: Row = { kind: 'subtotal', label: job?.number ?? '', of: entries };
    return entries.length > 1 ? [heading, ...rows, total] : [heading, ...rows];
  });
}

function jobOf({ jobs }: InvoiceData, jobId: number | null): DocumentJob | undefined {
  return jobs.find((job) => job.jobId === jobId);
}

export function jobTitle({ number, name, orderNumber }: DocumentJob): string {
  return `${number} ${name}${orderNumber === null ? '' : ` (your order ${orderNumber})`}`;
}

/** Time by who worked, then everything else as it is. */
function byStaff(lines: readonly DocumentLine[], invoice: InvoiceData): Row[] {
  const apart = lines.map((line) => ({ line, ...workOf(line, invoice, ['task']) }));
  const staff = Map.groupBy(
    apart.flatMap(({ work }) => work),
    ({ staffId }) => staffId,
  );
  const people = [...staff.values()].map((work) => entryOfPerson(work));
  return [...people, ...apart.flatMap(({ line, work, restMinor }) => restOf(line, work, restMinor, invoice))];
}

function entryOfPerson(work: readonly ShownWork[]): Entry {
  const told = work.every(({ quantity }) => quantity !== null);
  const minutes = told ? work.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0) || null : null;
  const amountMinor = work.reduce((sum, item) => sum + item.amountMinor, 0n);
  const description = work[0]?.staffName ?? 'Time';
  return {
    ...bareEntry,
    description,
    minutes,
    priceMinor: minutes === null ? null : rateOf(work),
    amountMinor,
  };
}

/** The rate of time that all has the same and that multiplies out for all of it; an average would be nobody's rate. */
function rateOf(work: readonly ShownWork[]): bigint | null {
  const [first] = work;
  const rate = first?.priceMinor ?? null;
  if (rate === null || work.some(({ priceMinor }) => priceMinor !== rate)) return null;
  const minutes = work.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
  const amountMinor = work.reduce((sum, item) => sum + item.amountMinor, 0n);
  return multiplyRate(minutes, rate) === amountMinor ? rate : null;
}

/** A task's entries under its name; a cost by its date. */
function byEntry(line: DocumentLine, invoice: InvoiceData): Row[] {
  const { work, restMinor } = workOf(line, invoice, ['task', 'cost']);
  if (work.length === 0) return rowsOfLine(line, invoice);
  const entries = work.map((item) => entryOfItem(item, line));
  const rest = restOf(line, work, restMinor, invoice);
  if (line.kind === 'cost') return [...entries, ...rest];
  const all = [...entries, ...rest].filter((row) => row.kind === 'entry');
  const total: Row[] = all.length > 1 ? [{ kind: 'subtotal', label: '', of: all }] : [];
  return [{ kind: 'subheading', text: line.description }, ...entries, ...rest, ...total];
}

function entryOfItem(item: ShownWork, line: DocumentLine): Entry {
  const isTime = item.kind === 'time';
  return {
    kind: 'entry',
    on: item.workedOn,
    person: item.staffName,
    description: (isTime ? item.note : null) ?? line.description,
    note: isTime ? null : item.note,
    ...quantityOf(item),
    priceMinor: item.priceMinor,
    amountMinor: item.amountMinor,
  };
}

function workOf(line: DocumentLine, invoice: InvoiceData, kinds: readonly DocumentLine['kind'][]) {
  if (!kinds.includes(line.kind)) {
    return { work: [], restMinor: shownMinor(invoice.taxMode, line.amountMinor, line.taxMinor) };
  }
  const mine = invoice.work.filter(({ lineNumber }) => lineNumber === line.lineNumber);
  const isHeldBack = invoice.lines.some(({ kind, jobId }) => kind === 'retention' && jobId === line.jobId);
  return takeApart(line, mine.toSorted(byDay), { taxMode: invoice.taxMode, isHeldBack });
}

function byDay(a: BilledWork, b: BilledWork): number {
  if (a.workedOn !== b.workedOn) return a.workedOn < b.workedOn ? -1 : 1;
  return a.itemId < b.itemId ? -1 : 1;
}

/** What of a line its work does not stand for. */
function restOf(
  line: DocumentLine,
  work: readonly ShownWork[],
  restMinor: bigint,
  invoice: InvoiceData,
): Row[] {
  if (work.length === 0) return rowsOfLine(line, invoice);
  if (restMinor === 0n) return [];
  return [{ ...bareEntry, description: `${line.description}, as agreed`, amountMinor: restMinor }];
}

function byJob(invoice: InvoiceData): Row[] {
  return [...Map.groupBy(invoice.lines, ({ jobId }) => jobId)].flatMap(([jobId, lines]) => {
    const job = jobOf(invoice, jobId);
    if (job === undefined) return lines.flatMap((line) => rowsOfLine(line, invoice));
    return together(jobTitle(job), null, lines, invoice);
  });
}

function summary(invoice: InvoiceData): Row[] {
  const { jobs } = invoice;
  const named = jobs.length > 0 && jobs.length <= 6 ? jobs.map(jobTitle).join('\n') : null;
  return together('Professional services', named, invoice.lines, invoice);
}

/** All lines in one entry, except interims and retention. */
function together(
  description: string,
  note: string | null,
  lines: readonly DocumentLine[],
  invoice: InvoiceData,
): Row[] {
  const isApart = ({ kind }: DocumentLine) => kind === 'interim' || kind === 'retention';
  const ordinary = lines.filter((line) => !isApart(line)).map((line) => entryOfLine(line, invoice.taxMode));
  const apart = lines.filter(isApart).map((line) => entryOfLine(line, invoice.taxMode));
  if (ordinary.length === 0) return apart;
  return [{ ...bareEntry, description, note, amountMinor: sumOf(ordinary) }, ...apart];
}

/** The first and last day of the work under each line, for layouts that say when it was done. */
export function daysOfLines(
  work: readonly BilledWork[],
): ReadonlyMap<number, readonly [CivilDate, CivilDate]> {
  const days = new Map<number, readonly [CivilDate, CivilDate]>();
  for (const { lineNumber, workedOn } of work) {
    const [first, last] = days.get(lineNumber) ?? [workedOn, workedOn];
    days.set(lineNumber, [workedOn < first ? workedOn : first, workedOn > last ? workedOn : last]);
  }
  return days;
}
