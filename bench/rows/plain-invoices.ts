// The least that writes what invoicing writes: the very rows that a chunk of invoices left, copied into tables with the same
// columns and indexes, without keys to others and without anybody deciding anything; and what was open, gone.

import type { Context } from '#actions/context.ts';
import type { Database } from '#store/database.ts';
import type { JobToInvoice } from './jobs-to-invoice.ts';

const tables = [
  'invoice',
  'invoice_line',
  'invoice_tax',
  'invoice_effect',
  'invoice_job',
  'journal',
  'ledger_line',
  'open_item',
  'job_balance',
  'job_age',
  'job_month',
  'number_series',
];
const openTables = ['open_item', 'job_balance', 'job_age', 'job_month'];

export async function makePlainInvoices(database: Database): Promise<void> {
  await database.pool.query('drop schema if exists plain_invoices cascade; create schema plain_invoices');
  for (const table of tables) {
    await database.pool.query(
      `create table plain_invoices.${table} (like ${table} including defaults including indexes including storage)`,
    );
  }
  await database.pool.query('insert into plain_invoices.number_series select * from number_series');
}

/** What stands open on jobs before they are invoiced. */
export async function preparePlainly(database: Database, jobs: readonly JobToInvoice[]): Promise<void> {
  const jobIds = jobs.map(({ jobId }) => jobId);
  for (const table of openTables) {
    await database.pool.query(
      `insert into plain_invoices.${table} select * from ${table} where job_id = any ($1)`,
      [jobIds],
    );
  }
}

const ofInvoices = 'select invoice_id from invoice_job where firm_id = $1 and job_id = any ($2)';
const ofJournals = `select id from journal where firm_id = $1 and cause_kind = 3 and cause_id in (${ofInvoices})`;

const statements = [
  `insert into plain_invoices.invoice select * from invoice where firm_id = $1 and id in (${ofInvoices})`,
  ...['invoice_line', 'invoice_tax', 'invoice_effect', 'invoice_job'].map(
    (table) =>
      `insert into plain_invoices.${table} select * from ${table} where firm_id = $1 and invoice_id in (${ofInvoices})`,
  ),
  `insert into plain_invoices.journal
   select * from journal where firm_id = $1 and cause_kind = 3 and cause_id in (${ofInvoices})`,
  `insert into plain_invoices.ledger_line select * from ledger_line where firm_id = $1 and journal_id in (${ofJournals})`,
  `delete from plain_invoices.open_item where firm_id = $1 and job_id = any ($2)`,
  `delete from plain_invoices.job_age where firm_id = $1 and job_id = any ($2)`,
  `update plain_invoices.job_balance b set version = n.version, wip_time_minor = n.wip_time_minor,
     wip_cost_minor = n.wip_cost_minor, billed_minor = n.billed_minor, last_effective_on = n.last_effective_on,
     last_billed_on = n.last_billed_on
   from job_balance n where n.firm_id = $1 and n.job_id = any ($2) and b.firm_id = n.firm_id and b.job_id = n.job_id`,
  `insert into plain_invoices.job_month
   select * from job_month where firm_id = $1 and job_id = any ($2)
   on conflict (firm_id, job_id, effective_month, origin_month, recorded_month) do update set
     wip_time_minor = excluded.wip_time_minor, wip_cost_minor = excluded.wip_cost_minor, billed_minor = excluded.billed_minor`,
  `update plain_invoices.number_series set next_value = next_value + cardinality($2::int[])
   where firm_id = $1 and document = 'invoice' and is_default`,
];

export async function copyPlainly(
  database: Database,
  { principal }: Context,
  jobs: readonly JobToInvoice[],
): Promise<void> {
  const params = [principal.firmId, jobs.map(({ jobId }) => jobId)];
  await database.asInstallation(
    (tx) =>
      Promise.all(
        statements.map((statement, index) => tx.prepared(`plain-invoices-${index}`, statement, params)),
      ),
    { byKey: true },
  );
}
