// What each object of the WorkflowMax API v2 means. Lists refer by uuid alone (`clientUUID`), single objects by an
// object (`client: {uuid, name}`); both are read. Properties that are not named here are ignored.

import type {
  ImportedClient,
  ImportedCost,
  ImportedJob,
  ImportedJobTask,
  ImportedPayment,
  ImportedRecord,
  ImportedStaff,
  ImportedTask,
  ImportedTimeEntry,
  RecordSource,
  Reference,
  StaffReference,
} from '../../model.ts';
import type { FileReading } from '../field-reader.ts';
import { FieldReader, present, reference } from '../field-reader.ts';
import type { JsonObject } from './json.ts';
import { isArray, isObject, readValue } from './json.ts';
import type { IgnoredKind, ResourceKind } from './pages.ts';

/** An object with the reader of its fields. */
export type Part = { readonly object: JsonObject; readonly reader: FieldReader };

export function partAt(reading: FileReading, object: JsonObject, path: string): Part {
  return { object, reader: new FieldReader(reading, sourceOf(object, reading.file, path)) };
}

function inner(part: Part, object: JsonObject, path: string): Part {
  return { object, reader: part.reader.part(sourceOf(object, part.reader.reading.file, path)) };
}

function sourceOf(object: JsonObject, file: string, path: string) {
  const record: RecordSource = { file, line: object.line, path };
  return {
    record,
    text: (field: string) => {
      const value = object.fields.get(field);
      return typeof value === 'string' ? value : undefined;
    },
  };
}

/** The objects of a list inside the part. */
export function partsIn(part: Part, list: string): Part[] {
  const value = part.object.fields.get(list);
  if (!isArray(value)) return [];
  const path = part.reader.from.record.path ?? '';
  const at = path === '' ? list : `${path}.${list}`;
  return value.map(readValue).flatMap((item, index) => {
    return isObject(item) ? [inner(part, item, `${at}[${index}]`)] : [];
  });
}

export function partOf(part: Part, name: string): Part | undefined {
  const value = part.object.fields.get(name);
  if (!isObject(value)) return undefined;
  const path = part.reader.from.record.path ?? '';
  return inner(part, value, path === '' ? name : `${path}.${name}`);
}

/** Reads `client: {uuid, name}`, `clientUUID: "…"` or `client: "name"`. */
export function referenceTo(part: Part, name: string): Reference | undefined {
  const object = partOf(part, name);
  if (object === undefined) {
    return reference({ externalId: part.reader.text(`${name}UUID`), name: part.reader.text(name) });
  }
  const { reader } = object;
  return reference({
    externalId: reader.text('uuid') ?? part.reader.text(`${name}UUID`),
    number: reader.text('jobNumber') ?? reader.text('number') ?? reader.text('invoiceNumber'),
    name: reader.text('name') ?? reader.text('jobName'),
  });
}

/** A person: of the staff, or of a client. */
export function staffReference(part: Part, name: string): StaffReference | undefined {
  const object = partOf(part, name);
  if (object === undefined) return referenceTo(part, name);
  return reference({
    externalId: object.reader.text('uuid'),
    name: personName(object.reader),
    email: object.reader.text('email'),
  });
}

export function personName(reader: FieldReader, first = 'firstName', last = 'lastName'): string | undefined {
  const name = [reader.text(first), reader.text(last)].filter((one) => one !== undefined).join(' ');
  return name === '' ? reader.text('name') : name;
}

export function needed(part: Part, field: string, found: Reference | undefined): Reference {
  if (found === undefined) {
    const message = `${field} is missing or empty, and this record cannot do without it.`;
    part.reader.refuse('missingValue', field, message);
  }
  return found ?? {};
}

/** Which job the objects of a list belong to when they do not say it themselves: of the page, or of the path. */
export type Surroundings = { readonly job?: Reference | undefined; readonly onUse?: (part: Part) => void };

type SimpleKind = Exclude<ResourceKind, IgnoredKind | 'invoice' | 'quote'>;

export const simpleReaders: Readonly<
  Record<SimpleKind, (part: Part, around: Surroundings) => ImportedRecord[]>
> = {
  client: (part) => [readClient(part)],
  staff: (part) => [readStaff(part)],
  task: (part) => [readTask(part)],
  job: (part) => readJob(part),
  jobTask: (part, around) => {
    const task = readJobTask(part, jobOf(part, around));
    return [task, ...timesheetsOfTask(part, task)];
  },
  timesheet: (part, around) => [readTimesheet(part, around)],
  jobCost: (part, around) => [readCost(part, jobOf(part, around))],
  payment: (part) => [readPayment(part)],
};

function readClient(part: Part): ImportedClient {
  const { reader } = part;
  const details = partOf(part, 'contactDetails')?.reader ?? reader;
  const billing = partOf(part, 'billingDetails');
  return present({
    kind: 'client',
    source: reader.from.record,
    externalId: reader.text('uuid'),
    name: reader.requiredText('name'),
    email: details.text('email') ?? reader.text('email'),
    phone: details.text('phone') ?? reader.text('phoneNumber'),
    address: partsIn(part, 'addresses')[0]?.reader.text('address'),
    contacts: partsIn(part, 'contacts').map((contact) => {
      const name = personName(contact.reader);
      return present({
        externalId: contact.reader.text('uuid'),
        name: name ?? contact.reader.requiredText('lastName'),
        email: contact.reader.text('email'),
        phone: contact.reader.text('phoneNumber') ?? contact.reader.text('mobileNumber'),
        position: contact.reader.text('position'),
        isPrimary: contact.reader.yesNo('primary'),
      });
    }),
    exportCode: reader.text('exportCode'),
    taxNumber:
      (billing === undefined ? undefined : partsIn(billing, 'taxNumbers')[0]?.reader.text('number')) ??
      reader.text('taxNumber'),
    accountManager: staffReference(part, 'clientManager') ?? staffReference(part, 'accountManager'),
    jobManager: staffReference(part, 'jobManager'),
    billingClient: billing === undefined ? undefined : referenceTo(billing, 'billingClient'),
    currency: reader.text('currency'),
    archived: reader.yesNo('archived'),
    taskRates: (billing === undefined ? [] : partsIn(billing, 'customRates')).map((rate) => ({
      task: needed(rate, 'taskUUID', referenceTo(rate, 'task')),
      billableRate: rate.reader.requiredDecimal('billableRate'),
    })),
  });
}

function readStaff(part: Part): ImportedStaff {
  const { reader } = part;
  return present({
    kind: 'staff',
    source: reader.from.record,
    externalId: reader.text('uuid'),
    name: personName(reader) ?? reader.requiredText('name'),
    email: reader.text('email'),
    billableRate: reader.decimal('billableRate'),
    costRate: reader.decimal('baseRate'),
  });
}

function readTask(part: Part): ImportedTask {
  const { reader } = part;
  return present({
    kind: 'task',
    source: reader.from.record,
    externalId: reader.text('uuid'),
    name: reader.requiredText('name'),
    description: reader.text('description'),
    incomeAccount: reader.text('incomeAccount'),
    billableRate: reader.decimal('billableRate'),
    baseRate: reader.decimal('baseRate'),
    customClientRates: partsIn(part, 'customClientRates').map((rate) => ({
      client: needed(rate, 'clientUUID', referenceTo(rate, 'client')),
      billableRate: rate.reader.requiredDecimal('billableRate'),
    })),
    customStaffRates: partsIn(part, 'customStaffRates').map((rate) =>
      present({
        staff: needed(rate, 'staffUUID', staffReference(rate, 'staff')),
        billableRate: rate.reader.decimal('billableRate'),
        baseRate: rate.reader.decimal('baseRate'),
      }),
    ),
    historicRates: partsIn(part, 'historicRates').map((rate) => ({
      billableRate: rate.reader.requiredDecimal('billableRate'),
      appliedUpTo: rate.reader.requiredDate('appliedUpTo'),
    })),
  });
}

function readJob(part: Part): ImportedRecord[] {
  const { reader } = part;
  const status = partOf(part, 'jobStatus');
  const master = partsIn(part, 'quotes').find((quote) => quote.reader.yesNo('isMasterQuote') === true);
  const job: ImportedJob = present({
    kind: 'job',
    source: reader.from.record,
    externalId: reader.text('uuid'),
    number: reader.requiredText('jobNumber'),
    name: reader.requiredText('name'),
    client: referenceTo(part, 'client'),
    state: status?.reader.text('jobStatus') ?? status?.reader.text('name') ?? reader.text('jobStatus'),
    stateExternalId: status?.reader.text('uuid') ?? reader.text('jobStatusUUID'),
    manager: staffReference(part, 'jobManager'),
    partner: staffReference(part, 'clientManager'),
    startOn: reader.date('startDate'),
    dueOn: reader.date('dueDate'),
    completedOn: reader.date('completedDate'),
    budget: reader.decimal('budget'),
    clientOrderNumber: reader.text('clientOrderNumber'),
    rateBasis: reader.word('taskInvoiceRate', { task: 'task', staff: 'staff' }),
    currency: reader.text('currency'),
    estimatedBillings: reader.decimal('estimatedBillings'),
    excludeEstimatedBillings: reader.yesNo('excludeEstimatedBillings'),
    acceptedQuote: master === undefined ? undefined : quoteOf(master),
    staffRates: partsIn(part, 'staffAssigned').flatMap(staffRate),
  });
  const self: Reference = present({ externalId: job.externalId, number: job.number });
  return [
    job,
    ...partsIn(part, 'tasks').map((task) => readJobTask(task, self)),
    ...partsIn(part, 'costs').map((cost) => readCost(cost, self)),
  ];
}

function quoteOf({ reader }: Part): Reference | undefined {
  if (reader.text('status')?.toLowerCase() !== 'accepted') return undefined;
  return reference({ externalId: reader.text('uuid'), number: reader.text('number') });
}

function staffRate(part: Part): ImportedJob['staffRates'] {
  const billableRate = part.reader.decimal('customBillableRate');
  if (billableRate === undefined) return [];
  const externalId = part.reader.text('uuid');
  return [
    { staff: needed(part, 'uuid', reference({ externalId, name: personName(part.reader) })), billableRate },
  ];
}

function readJobTask(part: Part, job: Reference): ImportedJobTask {
  const { reader } = part;
  const completedOn = reader.date('completedAt');
  return present({
    kind: 'jobTask',
    source: reader.from.record,
    externalId: reader.text('uuid'),
    job,
    task: referenceTo(part, 'task'),
    name: reader.requiredText('name'),
    label: reader.text('label'),
    billable: reader.yesNo('billable'),
    estimatedMinutes: reader.estimate('estimatedMinutes'),
    customBillableRate: reader.decimal('customBillableRate'),
    completed: reader.yesNo('completed') ?? (completedOn === undefined ? undefined : true),
    completedOn,
  });
}

/** The list of job tasks repeats each task's time entries, under other names than the timesheets have. */
function timesheetsOfTask(part: Part, task: ImportedJobTask): ImportedTimeEntry[] {
  return partsIn(part, 'timesheets').map((sheet) =>
    present({
      ...timeParts(sheet, 'minutes', 'finishTime'),
      job: task.job,
      task: present({ externalId: task.externalId, name: task.name }),
    }),
  );
}

function readTimesheet(part: Part, around: Surroundings): ImportedTimeEntry {
  const entry = timeParts(part, 'time', 'endTime');
  const wip = partOf(part, 'wip');
  const invoice = wip === undefined ? undefined : partOf(wip, 'invoice');
  const invoiceTask = reference({
    externalId: invoice?.reader.text('invoiceTaskUUID') ?? part.reader.text('invoiceTaskUUID'),
  });
  return present({
    ...entry,
    job: jobOf(part, around),
    task: referenceTo(part, 'jobTask') ?? referenceTo(part, 'task'),
    rate: wip?.reader.decimal('chargeRate'),
    amount: wip?.reader.decimal('chargeAmount'),
    costRate: wip?.reader.decimal('baseRate'),
    invoiceTask,
    invoice: reference({ externalId: invoice?.reader.text('invoiceUUID') }),
    invoiced: invoiceTask === undefined && wip === undefined ? undefined : invoiceTask !== undefined,
    invoicedMinutes: invoice?.reader.estimate('invoiceTime'),
    invoicedAmount: invoice?.reader.decimal('invoiceAmount'),
    writtenOn: invoice?.reader.decimal('writeonAmount'),
  });
}

function timeParts(part: Part, minutesField: string, endField: string): ImportedTimeEntry {
  const { reader } = part;
  return {
    kind: 'timeEntry',
    source: reader.from.record,
    externalId: reader.text('uuid'),
    staff: needed(part, 'staff', staffReference(part, 'staff')),
    date: reader.requiredDate('date'),
    ...reader.requiredMinutes(minutesField),
    billable: reader.requiredYesNo('billable'),
    note: reader.text('note'),
    start: reader.toldTime('startTime'),
    end: reader.toldTime(endField),
  };
}

function readCost(part: Part, job: Reference): ImportedCost {
  const { reader } = part;
  const description = reader.firstOf('description', 'name');
  return present({
    kind: 'cost',
    source: reader.from.record,
    externalId: reader.text('uuid'),
    job,
    description: reader.requiredText(description),
    code: reader.text('costCode'),
    date: reader.date('date'),
    quantity: reader.requiredDecimal('quantity'),
    unitCost: reader.decimal('unitCost'),
    unitPrice: reader.requiredDecimal('unitPrice'),
    billable: reader.requiredYesNo('billable'),
    actual: reader.requiredYesNo('actual'),
    supplier: referenceTo(part, 'supplier')?.name,
    note: reader.text('note'),
  });
}

function readPayment(part: Part): ImportedPayment {
  const { reader } = part;
  const invoice = referenceTo(part, 'invoice') ?? reference({ number: reader.text('invoiceNumber') });
  return present({
    kind: 'payment',
    source: reader.from.record,
    externalId: reader.text('uuid'),
    invoice: needed(part, 'invoiceUUID', invoice),
    date: reader.requiredDate('date'),
    amount: reader.requiredDecimal('amount'),
    reference: reader.text('reference'),
  });
}

function jobOf(part: Part, around: Surroundings): Reference {
  const own = referenceTo(part, 'job') ?? reference({ number: part.reader.text('jobNumber') });
  if (own === undefined && around.job !== undefined) around.onUse?.(part);
  return needed(part, 'job', own ?? around.job);
}
