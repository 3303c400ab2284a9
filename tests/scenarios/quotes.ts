// Quotes in stories: each helper is what one person does, with the real actions on the real database.

import { approveInvoice } from '#actions/invoices/approve-invoice.ts';
import type { InvoiceContent, JobContent } from '#actions/invoices/content.ts';
import { createDraft } from '#actions/invoices/drafts.ts';
import { acceptQuote, type AcceptCommand } from '#actions/quotes/accept-quote.ts';
import type { QuoteCommand, QuoteLineCommand } from '#actions/quotes/command.ts';
import { reviseQuote } from '#actions/quotes/copy-quote.ts';
import { createQuote } from '#actions/quotes/create-quote.ts';
import { issueQuote } from '#actions/quotes/issue-quote.ts';
import { readQuote, type QuoteDocument } from '#actions/quotes/read-quotes.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { formatMinor } from '#core/money/money.ts';
import type { Result } from '#core/refusal.ts';
import type { Context } from '#actions/context.ts';
import { clientOf } from './invoice-steps.ts';
import type { Story } from './story.ts';

export const contextIn = (story: Story): Context => contextOf(story.practice.database, story.practice.firm);

export const task = (
  description: string,
  minutes: number,
  rate: string,
  more: Partial<QuoteLineCommand> = {},
): QuoteLineCommand => ({ kind: 'task', description, minutes, rate, ...more });

export const cost = (
  description: string,
  quantity: number,
  unitPrice: string,
  more: Partial<QuoteLineCommand> = {},
): QuoteLineCommand => ({
  kind: 'cost',
  description,
  quantityThousandths: quantity * 1000,
  unitPrice,
  ...more,
});

/** A line that is known by its amount. */
export const work = (amount: string, more: Partial<QuoteLineCommand> = {}): QuoteLineCommand => ({
  kind: 'task',
  description: 'The work',
  amount,
  ...more,
});

export async function draw(
  story: Story,
  lines: QuoteLineCommand[],
  more: Partial<QuoteCommand> = {},
): Promise<QuoteDocument> {
  const command = { clientId: await clientOf(story), name: 'House', lines, ...more };
  return accepted(await createQuote(contextIn(story), command));
}

export async function issue(story: Story, { quote }: QuoteDocument): Promise<QuoteDocument> {
  return accepted(await issueQuote(contextIn(story), { id: quote.id, version: quote.version }));
}

/** Draws up and issues. */
export async function offer(
  story: Story,
  lines: QuoteLineCommand[],
  more: Partial<QuoteCommand> = {},
): Promise<QuoteDocument> {
  return issue(story, await draw(story, lines, more));
}

type Acceptance = Omit<AcceptCommand, 'id' | 'version'>;

/** Accepts for the job J1 unless told otherwise. */
export function tryAccepting(story: Story, { quote }: QuoteDocument, terms: Acceptance = {}) {
  const { id, version } = quote;
  const job = terms.newJob === undefined ? { jobId: story.jobs.J1.jobId } : {};
  return acceptQuote(contextIn(story), { id, version, ...job, ...terms });
}

export async function accept(story: Story, offered: QuoteDocument, terms: Acceptance = {}) {
  return accepted(await tryAccepting(story, offered, terms));
}

export async function revise(story: Story, { quote }: QuoteDocument): Promise<QuoteDocument> {
  return accepted(await reviseQuote(contextIn(story), { id: quote.id, version: quote.version }));
}

/** The quote as it stands now. */
export async function again(story: Story, { quote }: QuoteDocument): Promise<QuoteDocument> {
  return accepted(await readQuote(contextIn(story), quote.id));
}

const onJob: JobContent = {
  jobId: 0,
  select: 'none',
  entries: [],
  interims: [],
  lines: [],
  claims: [],
  rest: 'carryForward',
  excess: 'writeOn',
};

/** Draws up and approves an invoice for J1; its id. */
export async function bill(
  story: Story,
  basis: 'deposit' | 'quoted',
  said: Partial<JobContent>,
): Promise<Result<number>> {
  const content: InvoiceContent = {
    clientId: await clientOf(story),
    type: 'progress',
    basis,
    invoicedOn: civilDate('2026-03-31'),
    pricing: 'calculated',
    jobs: [{ ...onJob, jobId: story.jobs.J1.jobId, ...said }],
    lines: [],
    lineSettings: [],
  };
  const drafted = await createDraft(contextIn(story), content);
  if (!drafted.ok) return drafted;
  const { id, fingerprint } = drafted.value.invoice;
  const approved = await approveInvoice(contextIn(story), { id, fingerprint: fingerprint! });
  return approved.ok ? { ok: true, value: id } : approved;
}

/** What the ledger says of J1: `net WIP / uninvoiced quote`. */
export async function figures(story: Story, jobId = story.jobs.J1.jobId): Promise<string> {
  const { database, firm } = story.practice;
  const [row] = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ netWip: bigint; uninvoiced: bigint }>(
      `select wip_time_minor + wip_cost_minor + interim_minor as "netWip", uninvoiced_quote_minor as uninvoiced
       from job_balance where firm_id = $1 and job_id = $2`,
      [firm.firmId, jobId],
    ),
  );
  return `${formatMinor(row?.netWip ?? 0n, 'NZD')} / ${formatMinor(row?.uninvoiced ?? 0n, 'NZD')}`;
}
