// What people open all day: the first page of each list of the whole firm, without a filter, and the owner's page; what
// they look for in them, in the orders and by the filters that have little to lead them; and what they open at the end of a
// month, over as long a time as it can be asked of. What looks through all there is to
// show fifty is found here, and only at the larger sizes.

import { listClients } from '#actions/clients/read-clients.ts';
import { listCosts } from '#actions/costs/read-costs.ts';
import { readHome } from '#actions/home/read-home.ts';
import { countInvoices, listInvoices } from '#actions/invoices/read-invoices.ts';
import { listJobs } from '#actions/jobs/read-jobs.ts';
import { listPayments } from '#actions/payments/read-payments.ts';
import { readChecklist } from '#actions/periods/read-checklist.ts';
import { listQuotes } from '#actions/quotes/read-quotes.ts';
import { listRates } from '#actions/rates/read-rates.ts';
import { billing } from '#actions/reports/billing.ts';
import { lockUp } from '#actions/reports/lock-up.ts';
import { readPage } from '#actions/reports/reading.ts';
import { wipJournal } from '#actions/reports/wip-journal.ts';
import { writeOffs } from '#actions/reports/write-offs.ts';
import { search } from '#actions/search/search.ts';
import { findRows, listTimesheets } from '#actions/time/find-weeks.ts';
import { listTime } from '#actions/time/read-time.ts';
import { readTimesheet } from '#actions/time/read-timesheet.ts';
import { addDays, monthOf } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import type { Figure } from '../figures.ts';
import { inTurns } from '../measuring.ts';
import type { Stage } from '../stage.ts';
import type { Row } from './row.ts';

const limit = 50;
const newest = { after: null, limit };
/** Nothing is called so: what is looked for is looked for everywhere. */
const nowhere = 'zzzq';

type Works = Record<string, () => Promise<Result<unknown>>>;

function firstPages({ context }: Stage): Works {
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

function lookedFor(stage: Stage): Works {
  const { context, today } = stage;
  const { staffId } = stage.commandOf(0);
  const halfYear = { from: addDays(today, -180), to: today };
  const longAgo = addDays(today, -600);
  return {
    'Rate card, first page': () => listRates(context, { limit }),
    'Rate card of a day, first page': () => listRates(context, { on: today, limit }),
    'Jobs by name': () => listJobs(context, { sort: 'name', limit }),
    'Jobs by net WIP': () => listJobs(context, { sort: 'netWip', descending: true, limit }),
    'Jobs by their due day': () => listJobs(context, { sort: 'dueOn', limit }),
    'Jobs looked for in vain': () => listJobs(context, { sort: 'number', search: nowhere, limit }),
    'Time that is open': () => listTime(context, { open: true }, newest),
    'Time of long ago that is open': () => listTime(context, { open: true, to: longAgo }, newest),
    'Time that is not open': () => listTime(context, { open: false }, newest),
    'Costs that are open': () => listCosts(context, { open: true }, newest),
    'Costs looked for in vain': () => listCosts(context, { search: nowhere }, newest),
    'Invoices by state': () => countInvoices(context, {}),
    'Drafts of invoices': () => listInvoices(context, { states: ['draft'] }, newest),
    'Invoices looked for in vain': () => listInvoices(context, { search: nowhere }, newest),
    'Quotes looked for in vain': () => listQuotes(context, { search: nowhere, limit }),
    'Payments with something left': () => listPayments(context, { unallocated: true, limit }),
    'Weeks of half a year': () => listTimesheets(context, { ...halfYear, ...newest }),
    'A week of somebody': () => readTimesheet(context, { staffId, day: addDays(today, -7) }),
    'Rows for a week': () => findRows(context, { staffId, limit: 200 }),
    'Rows for a week by three letters': () => findRows(context, { staffId, search: 'des', limit }),
    'Rows for a week looked for in vain': () => findRows(context, { staffId, search: nowhere, limit }),
    'Search for three letters': () => search(context, { text: 'inv', limit: 20 }),
  };
}

function atMonthEnd({ context, today }: Stage): Works {
  const year = { from: addDays(today, -364), to: today };
  const lastMonth = addDays(monthOf(today), -1);
  return {
    'Checklist of a firm that never closed a period': () =>
      readChecklist(context, { end: lastMonth, recounted: false }),
    'Write-offs of a year by reason': () => readPage(context, writeOffs, { ...year, groupBy: 'reason' }),
    'Lock-up by manager': () => readPage(context, lockUp, { days: 365, groupBy: 'manager' }),
    'Billing of a year by manager': () =>
      readPage(context, billing, { ...year, groupBy: 'manager', byMonth: false }),
    'WIP journal of a year by month': () =>
      readPage(context, wipJournal, { ...year, groupBy: 'none', by: 'month' }),
  };
}

export const listsRow: Row = {
  name: 'lists',
  async measure(stage) {
    const works = Object.entries({ ...firstPages(stage), ...lookedFor(stage), ...atMonthEnd(stage) });
    const rounds = stage.small ? { rounds: 1, warmUps: 0 } : { rounds: 5, warmUps: 1 };
    const times = await inTurns(
      Object.fromEntries(works.map(([name, ask]) => [name, () => answered(ask())])),
      rounds,
    );
    return Object.entries(times).map(([name, { median }]): Figure => ({ name, value: median, unit: 'ms' }));
  },
};

async function answered(asked: Promise<Result<unknown>>): Promise<void> {
  const answer = await asked;
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusals));
}
