// What is on people's desks in a demo firm today: drafts, quotes in every state, a credit note, and payments that do not
// match what was asked. It is asked of the API like anybody's work, within the transaction that makes the firm.

import type { FirmApi, Endpoint, Question } from '#cli/firm-api.ts';
import { addDays, type CivilDate } from '#core/calendar/civil-date.ts';
import type { Database, Tx } from '#store/database.ts';
import { firmApiOf } from '../commands/firm-api.ts';
import type { Practice } from './plan/practice.ts';

export type Desk = {
  readonly database: Database;
  readonly practice: Practice;
  readonly actorId: number;
  readonly now: string;
  readonly today: CivilDate;
};

export async function addScenes(tx: Tx, desk: Desk): Promise<void> {
  const api = apiWithin(tx, desk);
  await addQuotes(tx, api, desk);
  await addDrafts(tx, api);
  await addCreditNote(tx, api);
  await addPayments(tx, api);
}

type Api = {
  ask<Answer = { id: string; version: number }>(endpoint: Endpoint, question: Question): Promise<Answer>;
};

function apiWithin(tx: Tx, { database, actorId, now }: Desk): Api {
  const within: Database = { ...database, inFirm: (_firmId, work) => work(tx) };
  const principal = {
    firmId: tx.firmId,
    actorId,
    memberId: null,
    staffId: null,
    role: 'owner',
    scopes: null,
    writeOffLimitMinor: null,
    seesCosts: true,
  } as const;
  const api: FirmApi = firmApiOf({ database: within, principal, clock: () => now });
  return {
    async ask<Answer>(endpoint: Endpoint, question: Question): Promise<Answer> {
      const answer = await api.ask(endpoint, question);
      // A demo firm is made of what is allowed.
      if (!answer.ok) throw new Error(`${endpoint}: ${JSON.stringify(answer.refusals)}`);
      return answer.value as Answer;
    },
  };
}

/** Clients of the firm's own country. */
async function clientsAtHome(tx: Tx): Promise<string[]> {
  const clients = await tx.query<{ id: number }>(
    `select c.id from client c join firm f on f.id = c.firm_id
     where c.firm_id = $1 and c.currency = f.currency order by c.id limit 6`,
    [tx.firmId],
  );
  return clients.map(({ id }) => String(id));
}

async function addQuotes(tx: Tx, api: Api, { practice, today }: Desk): Promise<void> {
  const clients = await clientsAtHome(tx);
  const categories = practice.scenario.categories;
  const rate = `${practice.scenario.people[1]!.rate}.00`;
  const draw = (place: number, more: object = {}) => {
    const category = categories[place % categories.length]!;
    const [first = category.name, ...others] = category.tasks;
    const lines = [
      { kind: 'task', description: first, minutes: 1_200 + place * 240, rate },
      ...others.slice(0, 2).map((task) => ({ kind: 'task', description: task, minutes: 600, rate })),
      { kind: 'cost', description: 'A further round', quantity: '1', unitPrice: '950.00', isOption: true },
    ];
    const body = { clientId: clients[place % clients.length]!, name: category.jobs.at(-1)!, lines, ...more };
    return api.ask('POST /quotes', { body });
  };
  const issue = ({ id, version }: { id: string; version: number }) =>
    api.ask('POST /quotes/{id}/issue', { id, version, body: {} });

  await draw(0);
  await issue(await draw(1));
  // Nobody answered it in time.
  await issue(await draw(2, { quotedOn: addDays(today, -21), validUntil: addDays(today, -7) }));
  const declined = await issue(await draw(3));
  await api.ask('POST /quotes/{id}/decline', { ...declined, body: { reason: 'Went with another firm' } });
  const revised = await issue(await draw(4));
  await issue(await api.ask('POST /quotes/{id}/revision', revised));
  await api.ask('POST /quotes/{id}/archival', await issue(await draw(5)));
}

/** The month's invoices are being drawn up: of two jobs so far. */
async function addDrafts(tx: Tx, api: Api): Promise<void> {
  const jobs = await tx.query<{ id: number; clientId: number }>(
    `select b.job_id as id, j.client_id as "clientId"
     from job_balance b join job j on j.firm_id = b.firm_id and j.id = b.job_id
     join job_state s on s.firm_id = j.firm_id and s.id = j.state_id
     where b.firm_id = $1 and b.is_listed and not j.excluded and s.type = 'inProgress' and b.interim_minor = 0
       and b.wip_time_minor + b.wip_cost_minor > 100000
     order by b.wip_time_minor + b.wip_cost_minor, b.job_id limit 2`,
    [tx.firmId],
  );
  for (const { id, clientId } of jobs) {
    const job = { jobId: String(id), select: 'all' };
    const body = { clientId: String(clientId), type: 'progress', basis: 'actual', jobs: [job] };
    await api.ask('POST /invoices', { body });
  }
}

type Owed = { readonly id: number; readonly clientId: number; readonly owed: string };

/** Invoices of recorded work that nothing is paid of, the latest first. */
function unpaid(tx: Tx): Promise<Owed[]> {
  return tx.query<Owed>(
    `select i.id, i.client_id as "clientId", (ceil(i.outstanding_minor / 100.0))::text as owed
     from invoice i join firm f on f.id = i.firm_id and f.currency = i.currency
     where i.firm_id = $1 and i.status = 'approved' and i.document = 'invoice' and i.basis = 'actual'
       and i.paid_minor = 0 and i.credited_minor = 0 and i.total_minor > 50000
       and exists (select from invoice_line l where l.firm_id = i.firm_id and l.invoice_id = i.id
         and l.line_number = 1 and l.kind = 'task' and l.amount_minor > 30000)
     order by i.invoiced_on desc, i.id desc`,
    [tx.firmId],
  );
}

async function addCreditNote(tx: Tx, api: Api): Promise<void> {
  const [invoice] = await unpaid(tx);
  if (invoice === undefined) return;
  const lines = [{ lineNumber: 1, amount: '250.00', destination: 'writtenOff' }];
  const body = { lines, reason: 'One round of changes was ours to make' };
  await api.ask('POST /invoices/{id}/credit-notes', { id: String(invoice.id), body });
}

/** One client paid more than was asked, and some of it pays nothing yet; another paid half. */
async function addPayments(tx: Tx, api: Api): Promise<void> {
  const [first, second] = await unpaid(tx);
  const pay = ({ id, clientId }: Owed, amount: bigint) => {
    const body = { clientId: String(clientId), amount: `${amount}.00`, method: 'Bank transfer' };
    return api.ask('POST /payments', { body: { ...body, invoices: [{ invoiceId: String(id) }] } });
  };
  if (first !== undefined) await pay(first, BigInt(first.owed) + 500n);
  if (second !== undefined) await pay(second, BigInt(second.owed) / 2n);
}
