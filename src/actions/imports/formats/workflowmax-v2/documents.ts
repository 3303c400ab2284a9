// Invoices and quotes of the WorkflowMax API v2, with their lines. An invoice task's `timeBreakDown` says for each time
// entry whether it was billed (Yes), written off (No) or left for later (Future): what the ledger is rebuilt from.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type {
  DecimalText,
  ImportedInvoice,
  ImportedInvoiceCost,
  ImportedInvoiceJob,
  ImportedInvoiceTask,
  ImportedQuote,
  ImportedQuoteCost,
  ImportedTimeBreakdown,
  InvoiceBillable,
  InvoiceStatus,
} from '../../model.ts';
import { present, reference } from '../field-reader.ts';
import { invoiceMode, invoiceType, quoteStates } from '../words.ts';
import type { Part } from './records.ts';
import { needed, partsIn, personName, referenceTo, staffReference } from './records.ts';

const statuses: Readonly<Record<string, InvoiceStatus>> = {
  draft: 'draft',
  approved: 'approved',
  paid: 'paid',
  cancelled: 'cancelled',
  canceled: 'cancelled',
};

const treatments: Readonly<Record<string, InvoiceBillable>> = {
  yes: 'yes',
  no: 'no',
  future: 'future',
  true: 'yes',
  false: 'no',
};

export function readInvoice(part: Part): ImportedInvoice {
  const { reader } = part;
  const typeText = reader.text('type');
  const fixedPrice = reader.yesNo('fixedPrice');
  return present({
    kind: 'invoice',
    source: reader.from.record,
    externalId: reader.text('uuid'),
    number: reader.text('invoiceNumber'),
    type: invoiceType(typeText),
    typeText,
    mode: invoiceMode(reader.text('mode'), typeText),
    status: reader.requiredWord('status', statuses, 'draft'),
    pricing: fixedPrice === undefined ? undefined : fixedPrice ? 'fixed' : 'calculated',
    date: reader.requiredDate('date'),
    dueDate: reader.date('dueDate'),
    cutOffDate: reader.date('progressDate'),
    amountExTax: reader.requiredDecimal('amountExTax'),
    amountIncTax: reader.decimal('amountIncTax'),
    paid: reader.decimal('amountPaid'),
    currency: reader.text('currency'),
    client: referenceTo(part, 'client'),
    contact: staffReference(part, 'contact'),
    sentOn: sentOn(part),
    jobText: reader.text('description'),
    detailed: part.object.fields.has('jobs'),
    jobs: partsIn(part, 'jobs').map(invoiceJob),
    otherTasks: partsIn(part, 'tasks').map(invoiceTask),
    otherCosts: partsIn(part, 'costs').map(invoiceCost),
    payments: partsIn(part, 'payments').map((payment) =>
      present({
        date: payment.reader.requiredDate('date'),
        amount: payment.reader.requiredDecimal('amount'),
        reference: payment.reader.text('reference'),
      }),
    ),
  });
}

function invoiceJob(part: Part): ImportedInvoiceJob {
  const { reader } = part;
  const job = reference({
    externalId: reader.text('uuid') ?? reader.text('jobUUID'),
    number: reader.text('number') ?? reader.text('jobNumber'),
    name: reader.text('name'),
  });
  return present({
    job: needed(part, 'number', job),
    clientOrderNumber: reader.text('clientOrderNumber'),
    tasks: partsIn(part, 'tasks').map(invoiceTask),
    costs: partsIn(part, 'costs').map(invoiceCost),
  });
}

function invoiceTask(part: Part): ImportedInvoiceTask {
  const { reader } = part;
  return present({
    externalId: reader.text('uuid'),
    jobTask: reference({ externalId: reader.text('jobTaskUUID') }),
    task: reference({ externalId: reader.text('taskUUID') }),
    name: reader.requiredText(reader.firstOf('name', 'label', 'description')),
    minutes: reader.estimate('time'),
    billableRate: reader.decimal('billableRate'),
    amount: reader.requiredDecimal('amount'),
    billable: reader.yesNo('billable'),
    taxes: taxes(part),
    additional: reader.yesNo('additional'),
    timeBreakdown: partsIn(part, 'timeBreakDown').map(breakdown),
  });
}

function breakdown(part: Part): ImportedTimeBreakdown {
  const { reader } = part;
  const staff = referenceTo(part, 'staff');
  return present({
    timesheet: reference({ externalId: reader.text('jobTimesheetUUID') }),
    staff: reference({
      ...staff,
      name: personName(reader, 'staffFirstName', 'staffLastName') ?? staff?.name,
    }),
    date: reader.date('date'),
    minutes: reader.estimate('time'),
    billableRate: reader.decimal('billableRate'),
    invoiceBillable: reader.word('invoiceBillable', treatments),
  });
}

function invoiceCost(part: Part): ImportedInvoiceCost {
  const { reader } = part;
  return present({
    ...documentCost(part),
    jobCost: reference({ externalId: reader.text('jobCostUUID') }),
    amount: reader.requiredDecimal('amount'),
    additional: reader.yesNo('additional'),
  });
}

function documentCost(part: Part): ImportedQuoteCost {
  const { reader } = part;
  return present({
    externalId: reader.text('uuid'),
    description: reader.requiredText(reader.firstOf('description', 'name', 'costCode')),
    code: reader.text('costCode'),
    quantity: reader.decimal('quantity'),
    unitCost: reader.decimal('unitCost'),
    unitPrice: reader.decimal('unitPrice'),
    amount: reader.decimal('amount'),
    billable: reader.yesNo('billable'),
    taxes: taxes(part),
  });
}

/** The tax of a line, an amount for each tax; undefined where the line does not give amounts. */
function taxes(part: Part): DecimalText[] | undefined {
  const told = partsIn(part, 'tax').map(({ reader }) =>
    reader.decimal(reader.firstOf('taxAmount', 'amount')),
  );
  const amounts = told.filter((amount) => amount !== undefined);
  return told.length > 0 && amounts.length === told.length ? amounts : undefined;
}

function sentOn({ reader }: Part): CivilDate | undefined {
  return reader.date(reader.firstOf('sentDate', 'dateSent'));
}

export function readQuote(part: Part): ImportedQuote {
  const { reader } = part;
  const state = reader.requiredWord(reader.firstOf('status', 'state'), quoteStates, 'draft');
  const lines = partsIn(part, 'costs').map((cost) =>
    present({
      ...documentCost(cost),
      optional: cost.reader.yesNo('optional'),
      accepted: cost.reader.yesNo('accepted'),
    }),
  );
  return present({
    kind: 'quote',
    source: reader.from.record,
    externalId: reader.text('uuid'),
    number: reader.text('quoteNumber'),
    name: reader.text('quoteName'),
    type: reader.word('type', { quote: 'quote', estimate: 'estimate' }),
    state,
    date: reader.date(reader.firstOf('date', 'validFrom')),
    validUntil: reader.date(reader.firstOf('validTo', 'validUntil')),
    acceptedOn: state === 'accepted' ? reader.date('acceptedDeclinedDate') : undefined,
    amountExTax: reader.requiredDecimal('amountExTax'),
    amountIncTax: reader.decimal('amountIncTax'),
    client: referenceTo(part, 'client'),
    contact: staffReference(part, 'contact'),
    sentOn: sentOn(part),
    job: referenceTo(part, 'job'),
    isMasterQuote: reader.yesNo('jobMasterQuote'),
    tasks: partsIn(part, 'tasks').map((task) =>
      present({
        externalId: task.reader.text('uuid'),
        jobTask: reference({ externalId: task.reader.text('jobTaskUUID') }),
        task: reference({ externalId: task.reader.text('taskUUID') }),
        name: task.reader.requiredText(task.reader.firstOf('name', 'label', 'description')),
        estimatedMinutes: task.reader.estimate('time'),
        billableRate: task.reader.decimal('billableRate'),
        amount: task.reader.decimal('amount'),
        billable: task.reader.yesNo('billable'),
        taxes: taxes(task),
        optional: task.reader.yesNo('optional'),
        accepted: task.reader.yesNo('accepted'),
      }),
    ),
    costs: lines.filter((line) => line.optional !== true),
    options: lines.filter((line) => line.optional === true),
  });
}
