// A firm that invoices, for tests of the reports of billing: two clients, their jobs, and the steps as one line each.

import { civilDate } from '#core/calendar/civil-date.ts';
import type { InvoiceContent } from '../../invoices/content.ts';
import { approveInvoice } from '../../invoices/approve-invoice.ts';
import { createDraft } from '../../invoices/drafts.ts';
import { accepted, contextOf } from '../../testing/practice.ts';
import { recordTimeEntries } from '../../time/record-time.ts';
import type { Context } from '../../context.ts';
import type { Database } from '#store/database.ts';
import { testFirm, type TestFirm } from '#store/testing/firm.ts';

export type JobAtHand = { readonly jobId: number; readonly jobTaskId: number; readonly clientId: number };
type JobContent = InvoiceContent['jobs'][number];

type InvoiceStep = (
  job: JobAtHand | null,
  change?: Partial<InvoiceContent>,
  onJob?: Partial<JobContent>,
) => Promise<number>;

export type InvoicedFirm = {
  readonly firm: TestFirm;
  readonly context: Context;
  readonly database: Database;
  /** A job of a client; both are made. */
  readonly addJob: (number: string, client?: number) => Promise<JobAtHand>;
  readonly addClient: (name: string) => Promise<number>;
  /** Time of Ana at 150.00 an hour. */
  readonly time: (job: JobAtHand, day: string, hours: number) => Promise<bigint>;
  /** Drafts an invoice; answers its id. */
  readonly draft: InvoiceStep;
  /** Drafts and approves one. */
  readonly invoice: InvoiceStep;
};

export async function invoicedFirm(database: Database, now?: string): Promise<InvoicedFirm> {
  const firm = await testFirm(database);
  const context = contextOf(database, firm, now === undefined ? {} : { now });
  const add = (text: string, values: readonly unknown[]) =>
    database.inFirm(firm.firmId, async (tx) => {
      const [row] = await tx.query<{ id: number }>(`${text} returning id`, [firm.firmId, ...values]);
      return row!.id;
    });
  const draftOf = async (
    job: JobAtHand | null,
    change: Partial<InvoiceContent>,
    onJob: Partial<JobContent>,
  ) => accepted(await createDraft(context, contentOf(job?.clientId ?? firm.clientId, job, change, onJob)));
  const self: InvoicedFirm = {
    firm,
    context,
    database,
    addClient: (name) => add(`insert into client (firm_id, name, currency) values ($1, $2, 'NZD')`, [name]),
    async addJob(number, client) {
      const clientId = client ?? (await self.addClient(`Client of ${number}`));
      const jobId = await add(
        `insert into job (firm_id, number, name, client_id, currency, state_id, manager_id)
         values ($1, $2, $2, $3, 'NZD', $4, $5)`,
        [number, clientId, firm.stateId, firm.staffId],
      );
      const jobTaskId = await add(
        `insert into job_task (firm_id, job_id, task_id, name) values ($1, $2, $3, 'Design')`,
        [jobId, firm.taskId],
      );
      return { jobId, jobTaskId, clientId };
    },
    async time({ jobId, jobTaskId }, day, hours) {
      const recorded = await recordTimeEntries(context, [
        { jobId, jobTaskId, staffId: firm.staffId, workedOn: civilDate(day), minutes: hours * 60 },
      ]);
      return accepted(recorded).entries[0]!.id;
    },
    draft: async (job, change = {}, onJob = {}) => (await draftOf(job, change, onJob)).invoice.id,
    async invoice(job, change = {}, onJob = {}) {
      const { id, fingerprint } = (await draftOf(job, change, onJob)).invoice;
      accepted(await approveInvoice(context, { id, fingerprint: fingerprint! }));
      return id;
    },
  };
  return self;
}

function contentOf(
  clientId: number,
  job: JobAtHand | null,
  change: Partial<InvoiceContent>,
  onJob: Partial<JobContent>,
): InvoiceContent {
  const jobs: JobContent[] =
    job === null
      ? []
      : [
          {
            jobId: job.jobId,
            select: 'all',
            entries: [],
            interims: 'all',
            lines: [],
            claims: [],
            rest: 'carryForward',
            excess: 'writeOn',
            ...onJob,
          },
        ];
  return {
    clientId,
    type: 'progress',
    basis: 'actual',
    pricing: 'calculated',
    jobs,
    lines: [],
    lineSettings: [],
    ...change,
  };
}
