// What people open all day: the first page of each list of the whole firm, without a filter, and the owner's page. What looks
// through all there is to show fifty is found here, and only at the larger sizes.

import { listClients } from '#actions/clients/read-clients.ts';
import { listCosts } from '#actions/costs/read-costs.ts';
import { readHome } from '#actions/home/read-home.ts';
import { listInvoices } from '#actions/invoices/read-invoices.ts';
import { listJobs } from '#actions/jobs/read-jobs.ts';
import { listPayments } from '#actions/payments/read-payments.ts';
import { listQuotes } from '#actions/quotes/read-quotes.ts';
import { listTime } from '#actions/time/read-time.ts';
import type { Result } from '#core/refusal.ts';
import type { Figure } from '../figures.ts';
import { inTurns } from '../measuring.ts';
import type { Stage } from '../stage.ts';
import type { Row } from './row.ts';

const limit = 50;
const newest = { after: null, limit };

function worksOf({ context }: Stage): Record<string, () => Promise<Result<unknown>>> {
  return {
    'List of jobs, first page': () => listJobs(context, { sort: 'number', limit }),
    'List of clients, first page': () => listClients(context, { limit }),
    'List of time entries, first page': () => listTime(context, {}, newest),
    'List of costs, first page': () => listCosts(context, {}, newest),
    'List of invoices, first page': () => listInvoices(context, {}, newest),
    'List of quotes, first page': () => listQuotes(context, { limit, descending: true }),
    'List of payments, first page': () => listPayments(context, { limit }),
    Home: () => readHome(context),
  };
}

export const listsRow: Row = {
  name: 'lists',
  async measure(stage) {
    const works = Object.entries(worksOf(stage)).map(([name, ask]) => [name, () => answered(ask())] as const);
    const rounds = stage.small ? { rounds: 1, warmUps: 0 } : { rounds: 5, warmUps: 1 };
    const times = await inTurns(Object.fromEntries(works), rounds);
    return Object.entries(times).map(([name, { median }]): Figure => ({ name, value: median, unit: 'ms' }));
  },
};

async function answered(asked: Promise<Result<unknown>>): Promise<void> {
  const answer = await asked;
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusals));
}
