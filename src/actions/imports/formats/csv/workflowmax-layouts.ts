// The generic CSV files of WorkflowMax and Xero Practice Manager, and their report of unbilled WIP. The generic files
// are strict: exact headers, day first. (They allow 500 rows a file; here there is no such limit.)

import { present, reference } from '../field-reader.ts';
import type { FieldReader } from '../field-reader.ts';
import type { ImportedRecord, Reference } from '../../model.ts';
import { readYesNo } from '../values.ts';
import type { CsvLayout } from './layout.ts';
import { date, number, optional, text } from './layout.ts';

const generic = { isStrict: true, dateOrder: 'dayMonthYear', isDateOrderFixed: true } as const;

const jobs: CsvLayout = {
  ...generic,
  id: 'workflowmax-jobs',
  title: 'WorkflowMax jobs',
  columns: [text('Job Number'), text('Name'), text('Client'), date('Start Date'), date('Due Date')],
  read: (row) => [
    present({
      kind: 'job',
      source: row.from.record,
      number: row.requiredText('Job Number'),
      name: row.requiredText('Name'),
      client: { name: row.requiredText('Client') },
      startOn: row.date('Start Date'),
      dueOn: row.date('Due Date'),
      staffRates: [],
    }),
  ],
};

const jobCosts: CsvLayout = {
  ...generic,
  id: 'workflowmax-job-costs',
  title: 'WorkflowMax job costs',
  columns: [
    text('Job Number'),
    text('Description'),
    number('Price'),
    date('Date'),
    number('Quantity'),
    text('Billable'),
  ],
  read: (row) => [
    {
      kind: 'cost',
      source: row.from.record,
      job: { number: row.requiredText('Job Number') },
      description: row.requiredText('Description'),
      date: row.requiredDate('Date'),
      quantity: row.requiredDecimal('Quantity'),
      unitPrice: row.requiredDecimal('Price'),
      billable: row.requiredYesNo('Billable'),
      actual: true,
    },
  ],
};

const tasks: CsvLayout = {
  ...generic,
  id: 'workflowmax-tasks',
  title: 'WorkflowMax tasks',
  columns: [
    text('name'),
    number('base_rate'),
    number('billable_rate'),
    text('description'),
    text('income_account'),
  ],
  read: (row) => [
    present({
      kind: 'task',
      source: row.from.record,
      name: row.requiredText('name'),
      description: row.text('description'),
      incomeAccount: row.text('income_account'),
      billableRate: row.decimal('billable_rate'),
      baseRate: row.decimal('base_rate'),
      customClientRates: [],
      customStaffRates: [],
      historicRates: [],
    }),
  ],
};

const payments: CsvLayout = {
  ...generic,
  id: 'workflowmax-payments',
  title: 'WorkflowMax payments',
  columns: [text('Invoice No'), date('Date'), number('Amount'), text('Reference')],
  read: (row) => [
    present({
      kind: 'payment',
      source: row.from.record,
      invoice: { number: row.requiredText('Invoice No') },
      date: row.requiredDate('Date'),
      amount: row.requiredDecimal('Amount'),
      reference: row.text('Reference'),
    }),
  ],
};

// Firms change the columns of this report, and the two products write some of them differently; what the tie-out
// needs is the job and the value.
const unbilledWip: CsvLayout = {
  id: 'workflowmax-unbilled-wip',
  title: 'WIP - Unbilled WIP (Detailed)',
  isStrict: false,
  dateOrder: 'dayMonthYear',
  isDateOrderFixed: true,
  columns: [
    text('Job Summary', 'job summary', '[Job] Job Summary'),
    text('Ledger Type', 'ledger type', '[Ledger] Type', 'Type'),
    number('Billable Value', 'billable value', '[Ledger] Billable Value', 'Billable Amount'),
    optional(text('Client Name', 'client name', 'Client', '[Client] Client', '[Job] Client')),
    optional(text('Staff', 'staff', 'Staff Name', 'Staff Member', '[Staff] Name')),
    optional(text('Billable', 'billable', '[Time] Billable')),
    optional(text('Time Notes', 'time notes', '[Time] Note', 'Time Note', 'Note', 'Notes')),
    optional(text('Job Number', 'job number', 'Job No.', 'Job No', '[Job] Job No.')),
    optional(text('Task', 'task', 'Task Name', '[Task] Name')),
    optional(date('Date', 'date', 'Time Date', '[Time] Date', 'Ledger Date')),
  ],
  isSkipped: (row) => /^(grand |sub)?-?total/i.test(row.text('Job Summary') ?? 'total'),
  read: (row) => [
    present({
      kind: 'unbilledWip',
      source: row.from.record,
      job: jobOfSummary(row),
      client: reference({ name: row.text('Client Name') }),
      staff: reference({ name: row.text('Staff') }),
      task: reference({ name: row.text('Task') }),
      ledgerType: row.text('Ledger Type'),
      date: row.date('Date'),
      billable: readYesNo(row.text('Billable') ?? ''),
      amount: row.requiredDecimal('Billable Value'),
      note: row.text('Time Notes'),
    } satisfies ImportedRecord),
  ],
};

/** A job summary reads "J000123 - Brochure"; where no number stands before the dash, all of it is the name. */
function jobOfSummary(row: FieldReader): Reference {
  const summary = row.requiredText('Job Summary');
  const number = row.text('Job Number');
  if (number !== undefined) return { number, name: nameAfter(summary, number) };
  const found = /^([A-Za-z]{0,6}-?\d[\w/-]*)(?:\s*[-–—:]\s+|\s+[-–—:]\s*)(.+)$/s.exec(summary);
  if (found !== null) return { number: found[1]!, name: found[2]! };
  return /^[A-Za-z]{0,6}-?\d[\w/-]*$/.test(summary) ? { number: summary } : { name: summary };
}

function nameAfter(summary: string, number: string): string {
  return summary.startsWith(number)
    ? summary.slice(number.length).replace(/^\s*[-–—:]?\s*/, '') || summary
    : summary;
}

export const workflowMaxLayouts: readonly CsvLayout[] = [jobs, jobCosts, tasks, payments, unbilledWip];
