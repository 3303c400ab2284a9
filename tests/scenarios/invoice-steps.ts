// Steps about invoices, for the stories of story.ts. Entries are named as the story names them.

import assert from 'node:assert/strict';
import { approveInvoice } from '#actions/invoices/approve-invoice.ts';
import type { InvoiceContent, JobContent, LineContent } from '#actions/invoices/content.ts';
import { createDraft, type SavedDraft } from '#actions/invoices/drafts.ts';
import { contextOf } from '#actions/testing/practice.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import { unallocated } from '#core/wip/lines.ts';
import { post } from '#store/ledger/post.ts';
import { amountOf, todayOn, workedOn, type Step, type Story } from './story.ts';

export type Entry = {
  treatment?: 'bill' | 'writeOff' | 'carryForward';
  minutes?: number;
  quantity?: string;
  amount?: string;
  rest?: 'writeOff' | 'carryForward';
};

export type InvoiceSaid = Partial<Omit<InvoiceContent, 'jobs' | 'lines'>> & {
  /** By the names of the story: what happens to each; the names alone are billed. */
  entries?: Record<string, Entry> | string[];
  all?: boolean;
  interims?: 'all' | Record<string, string | null>;
  lines?: LineContent[];
  /** Amounts by the names of quotes. */
  claims?: Record<string, string>;
  deposit?: JobContent['deposit'];
  rest?: JobContent['rest'];
  excess?: JobContent['excess'];
  retention?: JobContent['retention'];
  job?: 'J1' | 'J2' | 'J3';
};

export const contextIn = (story: Story) => contextOf(story.practice.database, story.practice.firm);

export async function clientOf(story: Story): Promise<number> {
  const { database, firm } = story.practice;
  const [row] = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ id: number }>('select client_id as id from job where firm_id = $1 and id = $2', [
      firm.firmId,
      story.jobs.J1.jobId,
    ]),
  );
  return row!.id;
}

const itemIn = (story: Story, name: string): bigint =>
  story.items.get(name) ?? assert.fail(`no entry ${name}`);

export async function contentOf(story: Story, said: InvoiceSaid): Promise<InvoiceContent> {
  const {
    entries = [],
    all,
    interims = {},
    lines,
    claims,
    deposit,
    rest,
    excess,
    retention,
    job,
    ...head
  } = said;
  const named = Array.isArray(entries) ? Object.fromEntries(entries.map((name) => [name, {}])) : entries;
  const isOfJob = head.basis !== 'miscellaneous';
  const ofJob: JobContent = {
    jobId: story.jobs[job ?? 'J1'].jobId,
    select: all ? 'all' : 'none',
    entries: Object.entries(named).map(([name, entry]: [string, Entry]) => ({
      treatment: 'bill',
      ...entry,
      itemId: itemIn(story, name),
    })),
    interims:
      interims === 'all'
        ? 'all'
        : Object.entries(interims).map(([name, amount]) => ({ itemId: itemIn(story, name), amount })),
    lines: lines ?? [],
    claims: Object.entries(claims ?? {}).map(([name, amount]) => ({
      quoteLineId: story.quoteLines.get(name) ?? assert.fail(`no quote ${name}`),
      amount,
    })),
    deposit,
    rest: rest ?? 'carryForward',
    excess: excess ?? 'writeOn',
    retention,
  };
  return {
    type: 'progress',
    basis: 'actual',
    invoicedOn: civilDate(todayOn),
    pricing: head.fixedTotal === undefined ? 'calculated' : 'fixed',
    lineSettings: [],
    ...head,
    clientId: head.clientId ?? (await clientOf(story)),
    jobs: isOfJob ? [ofJob] : [],
    lines: isOfJob ? [] : (lines ?? []),
  };
}

/** Draws up an invoice. */
export function draft(name: string, said: InvoiceSaid): Step {
  return async (story) =>
    keepDraft(story, name, await createDraft(contextIn(story), await contentOf(story, said)));
}

function keepDraft(story: Story, name: string, result: Result<SavedDraft>): Result<SavedDraft> {
  if (result.ok) story.invoices.set(name, result.value.invoice.id);
  return result;
}

/** Approves a draft as it was last saved. */
export function approve(name: string): Step {
  return async (story) => {
    const id = story.invoices.get(name) ?? assert.fail(`no invoice ${name}`);
    const { database, firm } = story.practice;
    const [row] = await database.inFirm(firm.firmId, (tx) =>
      tx.query<{ fingerprint: string }>('select fingerprint from invoice where firm_id = $1 and id = $2', [
        firm.firmId,
        id,
      ]),
    );
    const result = await approveInvoice(contextIn(story), { id, fingerprint: row!.fingerprint });
    if (result.ok) await nameInterims(story, name, id);
    return result;
  };
}

/** Draws up and approves. */
export function invoice(name: string, said: InvoiceSaid): Step {
  return async (story) => {
    const drafted = await draft(name, said)(story);
    return drafted.ok ? approve(name)(story) : drafted;
  };
}

/** Interims that an invoice raises have its name, with a number from the second on. */
async function nameInterims(story: Story, name: string, id: number): Promise<void> {
  const { database, firm } = story.practice;
  const rows = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ id: bigint }>(
      `select item_id as id from invoice_effect
       where firm_id = $1 and invoice_id = $2 and kind = 'interimRaised' order by place`,
      [firm.firmId, id],
    ),
  );
  for (const [place, row] of rows.entries())
    story.items.set(place === 0 ? name : `${name}/${place + 1}`, row.id);
}

/** Total ex tax and the number of an invoice, as `INV-0001 800.00`; a draft has no number. */
export async function invoiceTotal(story: Story, name: string): Promise<bigint> {
  const { database, firm } = story.practice;
  const [row] = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ total: bigint }>('select total_minor as total from invoice where firm_id = $1 and id = $2', [
      firm.firmId,
      story.invoices.get(name),
    ]),
  );
  return row!.total;
}

/** An accepted quote of one line, as the job's master quote. Its line may be claimed under the quote's name. */
export function acceptedQuote(name: string, amount: string): Step {
  return async (story) => {
    const { database, firm } = story.practice;
    const totalMinor = BigInt(amount.replace('.', ''));
    const { jobId } = story.jobs.J1;
    const clientId = await clientOf(story);
    await database.inFirm(firm.firmId, async (tx) => {
      const [quote] = await tx.query<{ id: number }>(
        `insert into quote (firm_id, name, client_id, job_id, state, is_master, accepted_on, currency, total_minor)
         values ($1, $2, $3, $4, 'accepted', true, $5, 'NZD', $6) returning id`,
        [firm.firmId, name, clientId, jobId, workedOn, totalMinor],
      );
      const [line] = await tx.query<{ id: number }>(
        `insert into quote_line (firm_id, quote_id, line_number, kind, description, typed_minor, amount_minor)
         values ($1, $2, 1, 'task', 'The work', $3, $3) returning id`,
        [firm.firmId, quote!.id, totalMinor],
      );
      story.quoteLines.set(name, line!.id);
      const on = civilDate(workedOn);
      const cause = { kind: 'quote', id: BigInt(quote!.id) } as const;
      const lines = [unallocated(jobId, 'uninvoicedQuote', 'quoted', totalMinor, on)];
      const journals = [{ kind: 'quoteAccepted', effectiveOn: on, cause, reverses: null, lines }] as const;
      await post(tx, { journals, actorId: firm.actorId });
    });
    return { ok: true, value: null };
  };
}

export async function uninvoicedQuoteOf(story: Story): Promise<string> {
  const { database, firm } = story.practice;
  const [row] = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ minor: bigint }>(
      'select uninvoiced_quote_minor as minor from job_balance where firm_id = $1 and job_id = $2',
      [firm.firmId, story.jobs.J1.jobId],
    ),
  );
  return amountOf(row?.minor ?? 0n);
}
