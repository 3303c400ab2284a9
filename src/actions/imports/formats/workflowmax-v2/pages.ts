// Where the objects stand in a saved answer of the WorkflowMax API v2, and what they are. An answer is a bare array, a
// page such as `{"data": […], "total": 120}` or `{"jobs": […]}`, or a single object; pages may stand inside pages.
// What an object is, is told by its properties, with the name of the list it stands in as a help where they are few.

import type { JsonObject, JsonValue } from './json.ts';
import { isArray, isObject, readValue } from './json.ts';

export type ResourceKind =
  | 'client'
  | 'staff'
  | 'task'
  | 'job'
  | 'jobTask'
  | 'timesheet'
  | 'jobCost'
  | 'invoice'
  | 'quote'
  | 'payment'
  | IgnoredKind;

/** What an import has no use for. */
export type IgnoredKind = 'supplier' | 'purchaseOrder' | 'libraryCost' | 'contact' | 'lead';

export type PagedObject = {
  readonly object: JsonObject;
  readonly path: string;
  /** The list's name, where it has one. */
  readonly list: string | undefined;
  /** The object that the list stands in: it may say which job its costs belong to. */
  readonly around: JsonObject | undefined;
};

const wrappers = new Set(['data', 'items', 'results', 'records', 'content', 'value']);

const lists: Readonly<Record<string, ResourceKind>> = {
  clients: 'client',
  client: 'client',
  staff: 'staff',
  users: 'staff',
  staffmembers: 'staff',
  tasks: 'task',
  task: 'task',
  jobs: 'job',
  job: 'job',
  jobtasks: 'jobTask',
  timesheets: 'timesheet',
  timesheet: 'timesheet',
  costs: 'jobCost',
  jobcosts: 'jobCost',
  invoices: 'invoice',
  invoice: 'invoice',
  quotes: 'quote',
  quote: 'quote',
  payments: 'payment',
  contacts: 'contact',
  leads: 'lead',
  suppliers: 'supplier',
  supplier: 'supplier',
  purchaseorders: 'purchaseOrder',
  'purchase-orders': 'purchaseOrder',
};

/** Properties that only one kind of object has: the first group of which one is present decides. */
const signs: readonly (readonly [ResourceKind, readonly string[]])[] = [
  ['purchaseOrder', ['purchaseOrderNumber', 'billingStatus', 'receivingStatus', 'orderNumber']],
  ['invoice', ['invoiceNumber', 'progressDate', 'datePaid']],
  ['quote', ['quoteNumber', 'quoteName', 'jobMasterQuote', 'acceptedDeclinedDate', 'validTo']],
  ['payment', ['invoiceUUID']],
  ['jobTask', ['actualMinutes', 'estimatedMinutes', 'completedAt']],
  ['timesheet', ['submittedAt', 'jobTask', 'jobTaskUUID', 'startTime', 'endTime']],
  ['job', ['jobNumber', 'taskInvoiceRate', 'jobStatus', 'jobStatusUUID', 'excludeEstimatedBillings']],
  ['task', ['historicRates', 'customClientRates', 'customStaffRates', 'incomeAccount']],
  ['jobCost', ['costCode', 'unitPrice', 'unitCost', 'costUUID']],
  [
    'client',
    [
      'billingDetails',
      'contactDetails',
      'contacts',
      'clientManagerUUID',
      'prospect',
      'clientGroups',
      'exportCode',
    ],
  ],
  ['contact', ['salutation', 'primary', 'includeInEmails']],
  ['staff', ['firstName', 'lastName', 'payrollCode']],
];

/** Every object of the answer, with its place. */
export function* pagedObjects(value: JsonValue): Generator<PagedObject> {
  yield* inside(value, { path: '', list: undefined, around: undefined });
}

type Place = Omit<PagedObject, 'object'>;

function* inside(unread: JsonValue, place: Place): Generator<PagedObject> {
  const value = readValue(unread);
  if (isArray(value)) {
    for (const [at, item] of value.entries()) yield* inside(item, { ...place, path: `${place.path}[${at}]` });
    return;
  }
  if (!isObject(value)) return;
  const page = pageFields(value);
  if (page.length === 0 || isRecord(value)) {
    yield { ...place, object: value };
    return;
  }
  for (const [name, inner] of page) {
    const list = wrappers.has(name) ? place.list : name;
    const path = place.path === '' ? name : `${place.path}.${name}`;
    yield* inside(inner, { path, list, around: value });
  }
}

/** Records hold lists too. A page has no identity and tells nothing of its own but which job or invoice it is about. */
function isRecord({ fields }: JsonObject): boolean {
  if (fields.has('uuid')) return true;
  return kindBySigns(fields) !== undefined && ['name', 'date', 'status'].some((field) => fields.has(field));
}

function pageFields(object: JsonObject): [string, JsonValue][] {
  return [...object.fields].filter(([name, value]) => {
    const isKnown = wrappers.has(name) || Object.hasOwn(lists, name.toLowerCase());
    return (
      isKnown && (isArray(value) || (isObject(value) && (wrappers.has(name) || value.fields.has('uuid'))))
    );
  });
}

/** What an object is; undefined when nothing tells. */
export function kindOf({ object, list }: PagedObject): ResourceKind | undefined {
  const named = list === undefined ? undefined : lists[list.toLowerCase()];
  const { fields } = object;
  if (isJobTask(fields)) return 'jobTask';
  if (isTimesheet(fields)) return 'timesheet';
  const told = kindBySigns(fields);
  const kind = named === undefined || (named === 'task' && told === 'jobTask') ? told : named;
  return kind === 'jobCost' && !fields.has('quantity') ? 'libraryCost' : kind;
}

function kindBySigns(fields: JsonObject['fields']): ResourceKind | undefined {
  return signs.find(([, names]) => names.some((name) => fields.has(name)))?.[0];
}

function isJobTask(fields: JsonObject['fields']): boolean {
  return fields.has('taskUUID') && (fields.has('estimatedMinutes') || fields.has('actualMinutes'));
}

function isTimesheet(fields: JsonObject['fields']): boolean {
  return fields.has('time') && fields.has('date') && (fields.has('staff') || fields.has('staffUUID'));
}
