import { readSendingList, type ListedSending } from '#actions/billing-runs/send-run.ts';
import { sendingPage, sendingQuery } from '#contract/billing-runs/sending.ts';
import { idParams } from '#contract/ids.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';
import { pageFrom } from './paging.ts';

export const listBillingRunMails = route({
  method: 'GET',
  path: '/billing-runs/{id}/mails',
  summary: 'List the invoices of a billing run by whether they are sent',
  description: 'Approved invoices in their order, with the newest message of each, or why there is none.',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  params: idParams,
  query: sendingQuery,
  answer: sendingPage,
  refusals: ['unknownBillingRun'],
  async handler({ context, params, query: { limit, cursor, state } }) {
    const page = { afterPlace: cursor?.[1] ?? 0, limit: limit + 1 };
    return presented(await readSendingList(context, params.id, state ?? null, page), (invoices) =>
      pageFrom(invoices.map(present), limit, ({ place }) => ['', place]),
    );
  },
});

function present({ recipients, refusals, ...invoice }: ListedSending) {
  return { ...invoice, to: [...(recipients ?? [])], refusals: refusals && [...refusals] };
}
