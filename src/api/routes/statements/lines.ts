import { readClientAccount } from '#actions/payments/client-account.ts';
import { idParams } from '#contract/ids.ts';
import { clientStatementQuery, statementLines } from '#contract/statements/statements.ts';
import { done } from '#core/refusal.ts';
import { presentStatementLines } from '../../presenters/payments.ts';
import { route } from '../../route.ts';

export const listStatementLines = route({
  method: 'GET',
  path: '/clients/{id}/statement/lines',
  summary: "List the lines of a statement of a client's account",
  description:
    'The statement as a table: what was owed before, each entry with the balance after it, and what is owed at the end.',
  tag: 'Payments',
  work: 'report',
  permission: 'invoices.read',
  params: idParams,
  query: clientStatementQuery,
  answer: statementLines,
  refusals: ['unknownClient', 'batchTooLarge'],
  async handler({ context, params, query }) {
    const account = await readClientAccount(context, { clientId: params.id, ...query });
    return account.ok ? done(presentStatementLines(account.value)) : account;
  },
});
