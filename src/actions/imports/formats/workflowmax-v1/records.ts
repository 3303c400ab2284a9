// What each element of a WorkflowMax API v1 answer means. The answers are older and leaner than version 2: a time entry
// tells only which invoice task it was billed on, an invoice only the amount of each task, a cost not whether it is
// actual. Job and library costs have the same element name; a cost with a quantity or a date is a job's.

import type {
  DecimalText,
  ImportedCost,
  ImportedInvoice,
  ImportedInvoiceCost,
  ImportedInvoiceTask,
  ImportedJob,
  ImportedJobTask,
  ImportedQuote,
  ImportedQuoteCost,
  ImportedRecord,
  ImportedTimeEntry,
  InvoiceMode,
  InvoiceStatus,
  RecordSource,
  Reference,
} from '../../model.ts';
import type { FileReading } from '../field-reader.ts';
import { FieldReader, present, reference } from '../field-reader.ts';
import { stopFile } from '../outcome.ts';
import { invoiceMode, invoiceType, quoteStates } from '../words.ts';
import type { XmlElement, XmlRecord } from './xml-records.ts';
import { childOf, childrenIn } from './xml-records.ts';

export type ElementRecords = { readonly reader: FieldReader; readonly records: ImportedRecord[] };

type ReadElement = (element: XmlElement, reader: FieldReader, context: V1Context) => ImportedRecord[];

export type V1Context = {
  readonly reading: FileReading;
  /** The job or invoice that the file's path names, for answers that leave it out. */
  readonly fromPath: Reference | undefined;
};

const ignoredLists = new Set([
  'Suppliers',
  'Leads',
  'Templates',
  'PurchaseOrders',
  'Categories',
  'Groups',
  'Documents',
  'CustomFieldDefinitions',
  'CustomFields',
]);
const ignoredRecords = new Set([
  'Supplier',
  'Lead',
  'Template',
  'PurchaseOrder',
  'Group',
  'Document',
  'Contact',
]);

/** The records an element holds; undefined for elements that an import has no use for. */
export function readElement({ element, list }: XmlRecord, context: V1Context): ElementRecords | undefined {
  const { reading } = context;
  const isIgnored = list === undefined ? ignoredRecords.has(element.name) : ignoredLists.has(list);
  if (isIgnored || isLibraryCost(element)) {
    const what = list ?? element.name;
    reading.assume('recordsIgnored', {
      field: what,
      line: element.line,
      message: `What stands in <${what}> (from line ${element.line} on) has no place in the ledger and is not read.`,
      mustConfirm: false,
    });
    return undefined;
  }
  const read = Object.hasOwn(readers, element.name) ? readers[element.name] : undefined;
  if (read === undefined) {
    const message = `<${element.name.slice(0, 40)}> is not known in a WorkflowMax answer; known are ${Object.keys(readers).join(', ')}.`;
    throw stopFile(reading.file, 'unknownResource', message, { line: element.line, field: element.name });
  }
  const reader = new FieldReader(reading, sourceOf(element, reading.file, element.name));
  return { reader, records: read(element, reader, context) };
}

const readers: Readonly<Record<string, ReadElement>> = {
  Client: (element, reader) => [readClient(element, reader)],
  Staff: (_, reader) => [
    present({
      kind: 'staff',
      source: reader.from.record,
      externalId: idOf(reader),
      name: reader.requiredText('Name'),
      email: reader.text('Email'),
      billableRate: reader.decimal('BillableRate'),
      costRate: reader.decimal('BaseRate'),
    }),
  ],
  Task: (_, reader) => [
    present({
      kind: 'task',
      source: reader.from.record,
      externalId: idOf(reader),
      name: reader.requiredText('Name'),
      description: reader.text('Description'),
      billableRate: reader.decimal('BillableRate'),
      baseRate: reader.decimal('BaseRate'),
      customClientRates: [],
      customStaffRates: [],
      historicRates: [],
    }),
  ],
  Job: (element, reader) => readJob(element, reader),
  Time: (element, reader) => [readTime(element, reader)],
  Cost: (element, reader, context) => [readJobCost(element, reader, jobFromPath(reader, context))],
  Invoice: (element, reader) => [readInvoice(element, reader)],
  Quote: (element, reader) => [readQuote(element, reader)],
  Payment: (_, reader, context) => [
    present({
      kind: 'payment',
      source: reader.from.record,
      invoice: invoiceOfPayment(reader, context),
      date: reader.requiredDate('Date'),
      amount: reader.requiredDecimal('Amount'),
      reference: reader.text('Reference'),
    }),
  ],
};

function readClient(element: XmlElement, reader: FieldReader): ImportedRecord {
  return present({
    kind: 'client',
    source: reader.from.record,
    externalId: idOf(reader),
    name: reader.requiredText('Name'),
    email: reader.text('Email'),
    phone: reader.text('Phone'),
    address: addressOf(reader),
    contacts: childrenIn(element, 'Contacts', 'Contact').map((contact) => {
      const part = reader.part(sourceOf(contact, reader.reading.file, 'Client.Contacts.Contact'));
      return present({
        externalId: idOf(part),
        name: part.requiredText('Name'),
        email: part.text('Email'),
        phone: part.text('Phone') ?? part.text('Mobile'),
        position: part.text('Position'),
        isPrimary: part.yesNo('IsPrimary'),
      });
    }),
    exportCode: reader.text('ExportCode'),
    taxNumber: reader.text('TaxNumber'),
    accountManager: referenceTo(element, 'AccountManager', reader),
    jobManager: referenceTo(element, 'JobManager', reader),
    billingClient: referenceTo(element, 'BillingClient', reader),
    archived: reader.yesNo('IsArchived'),
    taskRates: [],
  });
}

function readJob(element: XmlElement, reader: FieldReader): ImportedRecord[] {
  const approved = reference({
    externalId: reader.text('ApprovedQuoteUUID'),
    number: reader.text('ApprovedQuoteId'),
  });
  const number = reader.requiredText('ID');
  const job: ImportedJob = present({
    kind: 'job',
    source: reader.from.record,
    externalId: reader.text('UUID'),
    number,
    name: reader.requiredText('Name'),
    client: referenceTo(element, 'Client', reader),
    state: reader.text('State'),
    manager: referenceTo(element, 'Manager', reader),
    partner: referenceTo(element, 'Partner', reader),
    startOn: reader.date('StartDate'),
    dueOn: reader.date('DueDate'),
    completedOn: reader.date('CompletedDate'),
    budget: reader.decimal('Budget'),
    clientOrderNumber: reader.text('ClientOrderNumber'),
    acceptedQuote: approved,
    staffRates: [],
  });
  const self: Reference = present({ externalId: job.externalId, number });
  const tasks = childrenIn(element, 'Tasks', 'Task').map((task) => {
    const part = reader.part(sourceOf(task, reader.reading.file, 'Job.Tasks.Task'));
    return readJobTask(part, self);
  });
  const costs = childrenIn(element, 'Costs', 'Cost').map((cost) => {
    const part = reader.part(sourceOf(cost, reader.reading.file, 'Job.Costs.Cost'));
    return readJobCost(cost, part, self);
  });
  return [job, ...tasks, ...costs];
}

function readJobTask(reader: FieldReader, job: Reference): ImportedJobTask {
  return present({
    kind: 'jobTask',
    source: reader.from.record,
    externalId: idOf(reader),
    job,
    task: reference({ externalId: reader.text('TaskUUID') }),
    name: reader.requiredText('Name'),
    label: reader.text('Label'),
    billable: reader.yesNo('Billable'),
    estimatedMinutes: reader.estimate('EstimatedMinutes'),
    completed: reader.yesNo('Completed'),
  });
}

function readTime(element: XmlElement, reader: FieldReader): ImportedTimeEntry {
  const invoiceTask = reference({ externalId: reader.text('InvoiceTaskUUID') });
  return present({
    kind: 'timeEntry',
    source: reader.from.record,
    externalId: idOf(reader),
    job: needed(reader, 'Job', jobOf(element, reader)),
    task: referenceTo(element, 'Task', reader),
    staff: needed(reader, 'Staff', referenceTo(element, 'Staff', reader)),
    date: reader.requiredDate('Date'),
    ...reader.requiredMinutes('Minutes'),
    billable: reader.requiredYesNo('Billable'),
    note: reader.text('Note'),
    start: reader.toldTime('Start'),
    end: reader.toldTime('End'),
    invoiceTask,
    invoiced: invoiceTask !== undefined,
  });
}

function readJobCost(element: XmlElement, reader: FieldReader, job: Reference | undefined): ImportedCost {
  return present({
    kind: 'cost',
    source: reader.from.record,
    externalId: idOf(reader),
    job: needed(reader, 'Job', jobOf(element, reader) ?? job),
    description: reader.requiredText('Description'),
    code: reader.text('Code'),
    date: reader.date('Date'),
    quantity: reader.requiredDecimal('Quantity'),
    unitCost: reader.decimal('UnitCost'),
    unitPrice: reader.requiredDecimal('UnitPrice'),
    billable: reader.requiredYesNo('Billable'),
    supplier: referenceTo(element, 'Supplier', reader)?.name,
    note: reader.text('Note'),
  });
}

const invoiceStatuses: Readonly<Record<string, InvoiceStatus>> = {
  draft: 'draft',
  approved: 'approved',
  paid: 'paid',
  cancelled: 'cancelled',
  canceled: 'cancelled',
};

function readInvoice(element: XmlElement, reader: FieldReader): ImportedInvoice {
  const typeText = reader.text('Type');
  const jobs = childrenIn(element, 'Jobs', 'Job');
  const otherTasks = childrenIn(element, 'Tasks', 'Task');
  const otherCosts = childrenIn(element, 'Costs', 'Cost');
  const mode: InvoiceMode | undefined = invoiceMode(typeText);
  return present({
    kind: 'invoice',
    source: reader.from.record,
    externalId: reader.text('UUID'),
    number: reader.requiredText('ID'),
    type: invoiceType(typeText),
    typeText,
    mode,
    status: reader.requiredWord('Status', invoiceStatuses, 'draft'),
    date: reader.requiredDate('Date'),
    dueDate: reader.date('DueDate'),
    amountExTax: reader.requiredDecimal('Amount'),
    tax: reader.decimal('AmountTax'),
    amountIncTax: reader.decimal('AmountIncludingTax'),
    paid: reader.decimal('AmountPaid'),
    client: referenceTo(element, 'Client', reader),
    contact: referenceTo(element, 'Contact', reader),
    jobText: reader.text('JobText'),
    detailed: ['Jobs', 'Tasks', 'Costs'].some((name) => childOf(element, name) !== undefined),
    jobs: jobs.map((job) => {
      const part = reader.part(sourceOf(job, reader.reading.file, 'Invoice.Jobs.Job'));
      return present({
        job: needed(part, 'ID', reference({ number: part.text('ID'), name: part.text('Name') })),
        clientOrderNumber: part.text('ClientOrderNumber'),
        tasks: invoiceTasks(childrenIn(job, 'Tasks', 'Task'), part),
        costs: invoiceCosts(childrenIn(job, 'Costs', 'Cost'), part),
      });
    }),
    otherTasks: invoiceTasks(otherTasks, reader),
    otherCosts: invoiceCosts(otherCosts, reader),
    payments: [],
  });
}

function invoiceTasks(elements: readonly XmlElement[], reader: FieldReader): ImportedInvoiceTask[] {
  return elements.map((element) => {
    const part = reader.part(sourceOf(element, reader.reading.file, 'Invoice.Tasks.Task'));
    return present({
      externalId: idOf(part),
      name: part.requiredText('Name'),
      minutes: part.estimate('Minutes'),
      billableRate: part.decimal('BillableRate'),
      amount: part.requiredDecimal('Amount'),
      billable: part.yesNo('Billable'),
      taxes: taxesOf(part),
      timeBreakdown: [],
    });
  });
}

function invoiceCosts(elements: readonly XmlElement[], reader: FieldReader): ImportedInvoiceCost[] {
  return elements.map((element) => {
    const part = reader.part(sourceOf(element, reader.reading.file, 'Invoice.Costs.Cost'));
    return present({ ...quoteCost(part), amount: part.requiredDecimal('Amount') });
  });
}

function readQuote(element: XmlElement, reader: FieldReader): ImportedQuote {
  const file = reader.reading.file;
  const costs = (list: string, item: string) =>
    childrenIn(element, list, item).map((cost) =>
      quoteCost(reader.part(sourceOf(cost, file, `Quote.${list}.${item}`))),
    );
  return present({
    kind: 'quote',
    source: reader.from.record,
    externalId: reader.text('UUID'),
    number: reader.requiredText('ID'),
    name: reader.text('Name'),
    type: reader.word('Type', { quote: 'quote', estimate: 'estimate' }),
    state: reader.requiredWord('State', quoteStates, 'draft'),
    date: reader.date('Date'),
    validUntil: reader.date('ValidDate'),
    amountExTax: reader.requiredDecimal('Amount'),
    amountIncTax: reader.decimal('AmountIncludingTax'),
    client: referenceTo(element, 'Client', reader),
    contact: referenceTo(element, 'Contact', reader),
    job: jobOf(element, reader),
    tasks: childrenIn(element, 'Tasks', 'Task').map((task) => {
      const part = reader.part(sourceOf(task, file, 'Quote.Tasks.Task'));
      return present({
        externalId: idOf(part),
        name: part.requiredText('Name'),
        estimatedMinutes: part.estimate('EstimatedMinutes'),
        billableRate: part.decimal('BillableRate'),
        amount: part.decimal('Amount'),
        billable: part.yesNo('Billable'),
        taxes: taxesOf(part),
      });
    }),
    costs: costs('Costs', 'Cost'),
    options: costs('Options', 'Option'),
  });
}

function quoteCost(part: FieldReader): ImportedQuoteCost {
  return present({
    externalId: idOf(part),
    description: part.requiredText('Description'),
    code: part.text('Code'),
    quantity: part.decimal('Quantity'),
    unitCost: part.decimal('UnitCost'),
    unitPrice: part.decimal('UnitPrice'),
    amount: part.decimal('Amount'),
    billable: part.yesNo('Billable'),
    taxes: taxesOf(part),
  });
}

/** The tax of a line of an invoice or a quote. */
function taxesOf(part: FieldReader): DecimalText[] | undefined {
  const amount = part.decimal('AmountTax');
  return amount === undefined ? undefined : [amount];
}

function isLibraryCost(element: XmlElement): boolean {
  return (
    element.name === 'Cost' &&
    childOf(element, 'Quantity') === undefined &&
    childOf(element, 'Date') === undefined
  );
}

function sourceOf(element: XmlElement, file: string, path: string) {
  const record: RecordSource = { file, line: element.line, path };
  return {
    record,
    text: (field: string) => childOf(element, field)?.text,
    line: (field: string) => childOf(element, field)?.line,
  };
}

function addressOf(reader: FieldReader): string | undefined {
  const lines = ['Address', 'City', 'Region', 'PostCode', 'Country'].map((field) => reader.text(field));
  return lines.filter((line) => line !== undefined).join(', ') || undefined;
}

/** Records have a UUID; answers from before 2019 have a plain ID. */
function idOf(reader: FieldReader): string | undefined {
  return reader.text('UUID') ?? reader.text('ID');
}

function referenceTo(element: XmlElement, name: string, reader: FieldReader): Reference | undefined {
  const child = childOf(element, name);
  if (child === undefined) return undefined;
  const part = reader.part(sourceOf(child, reader.reading.file, name));
  return reference({ externalId: idOf(part), name: part.text('Name') ?? nameOnly(child) });
}

function jobOf(element: XmlElement, reader: FieldReader): Reference | undefined {
  const child = childOf(element, 'Job');
  if (child === undefined) return undefined;
  const part = reader.part(sourceOf(child, reader.reading.file, 'Job'));
  return reference({
    externalId: part.text('UUID'),
    number: part.text('ID') ?? nameOnly(child),
    name: part.text('Name'),
  });
}

function nameOnly(element: XmlElement): string | undefined {
  const text = element.text.trim();
  return element.children.length > 0 || text === '' ? undefined : text;
}

function needed(reader: FieldReader, field: string, found: Reference | undefined): Reference {
  if (found === undefined) {
    reader.refuse(
      'missingValue',
      field,
      `${field} is missing or empty, and this record cannot do without it.`,
    );
  }
  return found ?? {};
}

function jobFromPath(reader: FieldReader, context: V1Context): Reference | undefined {
  if (context.fromPath === undefined) return undefined;
  assumeFromPath(reader, context.fromPath, 'job');
  return context.fromPath;
}

function invoiceOfPayment(reader: FieldReader, context: V1Context): Reference {
  const field = reader.firstOf('InvoiceNumber', 'InvoiceID', 'Invoice');
  const number = reader.text(field);
  if (number !== undefined) return { number };
  if (context.fromPath === undefined) return needed(reader, 'InvoiceNumber', undefined);
  assumeFromPath(reader, context.fromPath, 'invoice');
  return context.fromPath;
}

export function assumeFromPath(reader: FieldReader, from: Reference, what: 'job' | 'invoice'): void {
  reader.reading.assume('referenceFromPath', {
    line: reader.from.record.line,
    message: `The records do not say which ${what} they belong to; it is taken from the file's path: ${from.number ?? from.externalId}.`,
    chosen: from.number ?? from.externalId ?? '',
    mustConfirm: false,
  });
}
