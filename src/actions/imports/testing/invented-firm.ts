// An invented firm as the WorkflowMax API v2 would answer for it, made in a test from the few things that matter there.
// Ana bills at 150 an hour and Ben at 100; jobs price by person.

import type { ImportFile } from '../formats/files.ts';
import { json } from './importing.ts';

type Json = Record<string, unknown>;

export type InventedFirm = {
  job(number: string, more?: Json): void;
  /** Hours of somebody on a job; answers the entry's id. */
  time(job: string, who: 'ana' | 'ben', hours: number, more?: Json): string;
  cost(job: string, quantity: number, unitPrice: number, more?: Json): string;
  quote(job: string, total: number, more?: Json): void;
  invoice(number: string, more: Json): void;
  payment(invoice: string, amount: number, date: string): void;
  files(): ImportFile[];
};

const rates = { ana: 150, ben: 100 };
/** When work was done unless said. */
const usualDay = '2024-06-10';

export function inventedFirm(): InventedFirm {
  const jobs: Json[] = [];
  const jobTasks: Json[] = [];
  const timesheets: Json[] = [];
  const costs: Json[] = [];
  const quotes: Json[] = [];
  const invoices: Json[] = [];
  const payments: Json[] = [];
  const people = (['ana', 'ben'] as const).map((id) => ({
    uuid: id,
    firstName: id,
    lastName: 'Lee',
    billableRate: rates[id],
  }));
  return {
    job(number, more = {}) {
      const client = { uuid: 'client', name: 'Harbour Trust' };
      const job = {
        uuid: number,
        jobNumber: number,
        name: `Job ${number}`,
        client,
        jobStatus: { jobStatus: 'In Progress' },
      };
      jobs.push({ ...job, taskInvoiceRate: 'staff', startDate: '2024-01-01', ...more });
      const task = {
        uuid: `${number}-task`,
        taskUUID: 'task',
        name: 'Design',
        billable: true,
        estimatedMinutes: 0,
        actualMinutes: 0,
      };
      jobTasks.push({ ...task, job: { uuid: number, jobNumber: number } });
    },
    time(job, who, hours, more = {}) {
      const date = typeof more['date'] === 'string' ? more['date'] : usualDay;
      const uuid = `${job}-time-${timesheets.length + 1}`;
      const about = { uuid, date, time: hours * 60, billable: true, submittedAt: `${date}T12:00:00Z` };
      const on = { job: { uuid: job, jobNumber: job }, jobTask: { uuid: `${job}-task`, name: 'Design' } };
      timesheets.push({ ...about, ...on, staff: { uuid: who, firstName: who, lastName: 'Lee' }, ...more });
      return uuid;
    },
    cost(job, quantity, unitPrice, more = {}) {
      const date = usualDay;
      const uuid = `${job}-cost-${costs.length + 1}`;
      const about = {
        uuid,
        costCode: 'X',
        description: `Cost ${costs.length + 1}`,
        date,
        quantity,
        unitCost: 1,
        unitPrice,
      };
      costs.push({ ...about, job: { uuid: job, jobNumber: job }, billable: true, actual: true, ...more });
      return uuid;
    },
    quote(job, total, more = {}) {
      const about = {
        uuid: `${job}-quote`,
        quoteNumber: `Q-${job}`,
        status: 'accepted',
        acceptedDeclinedDate: '2024-01-02',
      };
      quotes.push({
        ...about,
        amountExTax: total,
        job: { uuid: job, number: job },
        jobMasterQuote: true,
        ...more,
      });
    },
    invoice(number, more) {
      const about = {
        uuid: number,
        invoiceNumber: number,
        type: 'Progress Invoice',
        mode: 'actual',
        status: 'approved',
      };
      const client = { uuid: 'client', name: 'Harbour Trust' };
      invoices.push({ ...about, date: '2024-06-30', progressDate: '2024-06-30', client, ...more });
    },
    payment(invoice, amount, date) {
      payments.push({ uuid: `${invoice}-paid-${payments.length}`, invoiceUUID: invoice, date, amount });
    },
    files: () => [
      json('staff.json', people),
      json('clients.json', { clients: [{ uuid: 'client', name: 'Harbour Trust', contacts: [] }] }),
      json('tasks.json', { tasks: [{ uuid: 'task', name: 'Design', customClientRates: [] }] }),
      json('jobs.json', { jobs }),
      json('job-tasks.json', { data: jobTasks }),
      json('timesheets.json', { timesheets }),
      json('costs.json', { costs }),
      json('quotes.json', { quotes }),
      json('invoices.json', { invoices }),
      json('payments.json', { payments }),
    ],
  };
}

/** A task line of an invoice. `entries`: what became of each entry, with its hours and rate there. */
export function taskLine(
  job: string,
  amount: number,
  entries: readonly (readonly [
    entry: string,
    treatment: 'Yes' | 'No' | 'Future',
    hours?: number,
    rate?: number,
  ])[],
  more: Json = {},
): Json {
  const timeBreakDown = entries.map(([jobTimesheetUUID, invoiceBillable, hours, billableRate]) => ({
    jobTimesheetUUID,
    invoiceBillable,
    ...(hours === undefined ? {} : { time: hours * 60, billableRate }),
  }));
  return {
    uuid: `line-${job}-${amount}`,
    jobTaskUUID: `${job}-task`,
    name: 'Design',
    amount,
    billable: true,
    additional: false,
    timeBreakDown,
    ...more,
  };
}

export function costLine(
  cost: string | undefined,
  quantity: number,
  unitPrice: number,
  more: Json = {},
): Json {
  const about = { description: 'Cost', quantity, unitPrice, amount: quantity * unitPrice, billable: true };
  return { jobCostUUID: cost, ...about, additional: cost === undefined, ...more };
}

/** The lines of one job on an invoice. */
export function linesOf(job: string, tasks: readonly Json[], costs: readonly Json[] = []): Json {
  return { uuid: job, number: job, name: `Job ${job}`, tasks, costs };
}
