// A storm of a whole practice: each client records work and a cost, drafts an invoice of the work and approves that, and then
// cancels it, credits a part of it, takes a payment for it, or writes the cost off and undoes that. Everything is asked by a
// request key until it is answered; what was answered is remembered with its key.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { ask, databaseOf, type Place } from './program.ts';
import { askUntilAnswered, send, type Asking, type Office, type Question } from './storm.ts';

type Json = Record<string, unknown>;

export type Deed = 'approval' | 'cancellation' | 'cost' | 'credit' | 'mail' | 'payment' | 'undo' | 'writeOff';
export type Acknowledged = Question & { readonly deed: Deed; readonly answer: Json };

export type InvoicingStorm = Asking & {
  readonly acknowledged: Acknowledged[];
  /** Of all that was acknowledged, drafts and entries too. */
  readonly keys: string[];
  /** What clients ended of. */
  readonly failures: unknown[];
  stop(): Promise<void>;
};

/**
 * Lets clients work until told to stop; every request that was begun is answered before `stop` returns. Between two invoices
 * a client thinks for so long, twice at most.
 */
export function startInvoicingStorm(
  place: Place,
  office: Office,
  clients: number,
  thinkMs = 0,
): InvoicingStorm {
  let stopped = false;
  const storm: InvoicingStorm = {
    acknowledged: [],
    keys: [],
    failures: [],
    retries: 0,
    lastAnswerAt: 0,
    stop: async () => {
      stopped = true;
      await Promise.all(working);
      if (storm.failures.length > 0) throw storm.failures[0];
    },
  };
  const post = async (path: string, body: unknown): Promise<Json> => {
    const key = randomUUID();
    const answer = await askUntilAnswered(place, office, storm, { path, body, key });
    storm.keys.push(key);
    return answer;
  };
  const act = async (deed: Deed, path: string, body: unknown): Promise<Json> => {
    const question = { path, body, key: randomUUID() };
    const answer = await askUntilAnswered(place, office, storm, question);
    storm.acknowledged.push({ ...question, deed, answer });
    storm.keys.push(question.key);
    return answer;
  };
  const work = async (client: number): Promise<void> => {
    for (let number = 0; !stopped; number += 1) {
      const job = office.jobs[(client + number) % office.jobs.length]!;
      const draft = await post('/invoices', await contentOf(office, job, number, post));
      const { fingerprint } = draft;
      const { id } = await act('approval', `/invoices/${String(draft['id'])}/approval`, { fingerprint });
      await then(act, office, { id: String(id), job, turn: client + number });
      if (thinkMs > 0) await pause(2 * thinkMs * Math.random());
    }
  };
  const working = Array.from({ length: clients }, (_, client) =>
    work(client).catch((error: unknown) => void storm.failures.push(error)),
  );
  return storm;
}

type Act = (deed: Deed, path: string, body: unknown) => Promise<Json>;

type Invoiced = { readonly id: string; readonly job: Office['jobs'][number]; readonly turn: number };

/** What becomes of an invoice, or of a cost. */
async function then(act: Act, { clientId, mailTo }: Office, { id, job, turn }: Invoiced): Promise<void> {
  const reason = 'In the storm';
  if (turn % 4 === 0) await act('cancellation', `/invoices/${id}/cancellation`, { reason });
  if (turn % 4 === 1) {
    const lines = [{ lineNumber: 1, amount: '1.00' }];
    await act('credit', `/invoices/${id}/credit-notes`, { reason, lines });
  }
  if (turn % 4 === 2)
    await act('payment', '/payments', { clientId, amount: '2.00', invoices: [{ invoiceId: id }] });
  if (turn % 8 === 2 && mailTo !== undefined)
    await act('mail', '/mails', { document: 'invoice', id, to: [mailTo] });
  if (turn % 4 === 3) {
    const cost = { jobId: job.jobId, incurredOn: '2026-01-15', description: 'Prints', quantity: '2' };
    const recorded = await act('cost', '/cost-entries', { costs: [{ ...cost, unitPrice: '7.50' }] });
    const items = [{ itemId: firstCost(recorded), amount: '5.00' }];
    const { wipActionId } = await act('writeOff', '/write-offs', { items });
    await act('undo', `/wip-actions/${String(wipActionId)}/undo`, {});
  }
}

const firstCost = (answer: Json): string => (answer as { costs: { id: string }[] }).costs[0]!.id;

async function contentOf(
  { staffId, clientId }: Office,
  job: Office['jobs'][number],
  number: number,
  post: (path: string, body: unknown) => Promise<Json>,
): Promise<unknown> {
  const entry = { ...job, staffId, workedOn: '2026-01-15', minutes: 6 + (number % 200) };
  const { entries } = (await post('/time-entries', { entries: [entry, entry] })) as {
    entries: { id: string }[];
  };
  const bill = entries.map(({ id: itemId }) => ({ itemId, treatment: 'bill' }));
  const head = { clientId, type: 'progress', basis: 'actual', invoicedOn: '2026-01-31' };
  return { ...head, jobs: [{ jobId: job.jobId, entries: bill }] };
}

export type Reckoning = {
  /** Acknowledged, and not there as it was answered. */
  readonly lost: string[];
  /** There, and never acknowledged: done twice, or by nobody. */
  readonly doubled: number;
  /** Numbers that no document has, or next numbers that are not the next. */
  readonly gaps: number;
  /** Entries that something other than a draft holds. */
  readonly held: number;
  /** Between what invoices come to and what the ledger says was billed. */
  readonly billedMinor: string;
  readonly differences: number;
};

export const allWell: Reckoning = {
  lost: [],
  doubled: 0,
  gaps: 0,
  held: 0,
  billedMinor: '0',
  differences: 0,
};

/** To be asked when nothing is under way. */
export async function reckonInvoices(
  place: Place,
  office: Office,
  acknowledged: readonly Acknowledged[],
): Promise<Reckoning> {
  const rows = await ask(place, keptStatementOf(office));
  const kept = new Set(rows.map((row) => textOf(row)));
  const told = acknowledged.map(toldBy);
  const database = openDatabase(await databaseOf(place), { poolSize: 2 });
  try {
    return {
      lost: told.filter((one) => !kept.has(one)),
      doubled: kept.size - new Set(told).size,
      ...(await reckonSums(place, office)),
      differences: (await verifyFirm(database, office.firmId)).length,
    };
  } finally {
    await database.close();
  }
}

/** A deed as it was answered; keptStatementOf() says of the database the same. */
export function toldBy({ deed, answer }: Acknowledged): string {
  if (deed === 'cost') return `cost ${firstCost(answer)} `;
  if (deed === 'writeOff' || deed === 'undo') return `${deed} ${String(answer['wipActionId'])} `;
  return `${deed} ${String(answer['id'])} ${(answer as { number?: string }).number ?? ''}`;
}

export const textOf = (row: Record<string, unknown>): string =>
  `${String(row['deed'])} ${String(row['id'])} ${String(row['number'])}`;

export function keptStatementOf({ firmId }: Office): string {
  const of = `firm_id = ${firmId}`;
  return `
    select 'approval' as deed, id::text, number from invoice
      where ${of} and document = 'invoice' and number is not null
    union all select 'cancellation', id::text, number from invoice
      where ${of} and document = 'invoice' and status = 'cancelled'
    union all select 'credit', id::text, number from invoice where ${of} and document = 'creditNote'
    union all select 'payment', id::text, '' from payment where ${of}
    union all select 'mail', id::text, '' from mail where ${of}
    union all select 'cost', id::text, '' from cost_entry where ${of}
    union all select 'writeOff', id::text, '' from wip_action where ${of}
    union all select 'undo', wip_action_id::text, '' from wip_action_undo where ${of}`;
}

/** What has to add up whoever was told what. */
export async function reckonSums(
  place: Place,
  { firmId }: Office,
): Promise<Pick<Reckoning, 'gaps' | 'held' | 'billedMinor'>> {
  const [sums] = await ask(place, sumsStatementOf(firmId));
  return {
    gaps: Number(sums!['gaps']),
    held: Number(sums!['held']),
    billedMinor: String(sums!['billed']),
  };
}

const sumsStatementOf = (firmId: number): string => `
  select
    (select count(*) from number_series s left join (
       select series_id, count(*) as many, max(series_value) as last from invoice
       where firm_id = ${firmId} and series_value is not null group by series_id) n on n.series_id = s.id
     where s.firm_id = ${firmId} and s.document <> 'quote'
       and (coalesce(n.many, 0) <> coalesce(n.last, 0) or s.next_value <> coalesce(n.last, 0) + 1)) as gaps,
    (select count(*) from draft_item d join invoice i on i.firm_id = d.firm_id and i.id = d.invoice_id
     where d.firm_id = ${firmId} and i.status <> 'draft') as held,
    coalesce((select sum(billed_minor) from job_balance where firm_id = ${firmId}), 0)
      - coalesce((select sum(case document when 'invoice' then total_minor else -total_minor end)
                  from invoice where firm_id = ${firmId} and status = 'approved'), 0) as billed`;

/** Keys by which something was acknowledged and nothing is kept, and kept ones by which nothing was. */
export async function reckonKeys(
  place: Place,
  keys: readonly string[],
  beforehand: ReadonlySet<string>,
): Promise<{ lost: number; unasked: number }> {
  const kept = await keptKeys(place);
  const known = new Set(keys);
  return {
    lost: keys.filter((key) => !kept.has(key)).length,
    unasked: [...kept].filter((key) => !known.has(key) && !beforehand.has(key)).length,
  };
}

export async function keptKeys(place: Place): Promise<Set<string>> {
  const rows = await ask(place, 'select request_key as key from request');
  return new Set(rows.map(({ key }) => String(key)));
}

/** Asks some of it once more by the same keys, as somebody does whose answer was lost: the first answers come again. */
export async function askAgain(
  place: Place,
  office: Office,
  acknowledged: readonly Acknowledged[],
): Promise<void> {
  for (const { path, body, key, answer } of acknowledged) {
    const headers = { authorization: `Bearer ${office.key}`, 'idempotency-key': key };
    const again = await send(place, path, body, headers);
    assert.ok(again.status < 300, `${path}: ${again.status} ${JSON.stringify(again.body)}`);
    assert.deepEqual(again.body, answer);
  }
}
