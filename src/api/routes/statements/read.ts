import { readClientAccount } from '#actions/payments/client-account.ts';
import { idParams } from '#contract/ids.ts';
import { clientStatement, clientStatementQuery } from '#contract/statements/statements.ts';
import { done } from '#core/refusal.ts';
import { presentStatement } from '../../presenters/payments.ts';
import { route } from '../../route.ts';

export const readClientStatement = route({
  method: 'GET',
  path: '/clients/{id}/statement',
  summary: "Read a statement of a client's account",
  description:
    'What was owed before, each invoice, credit note and payment in between, and what is owed at the end, by age. At most 2,000 entries.',
  tag: 'Payments',
  work: 'report',
  permission: 'invoices.read',
  params: idParams,
  query: clientStatementQuery,
  answer: clientStatement,
  refusals: ['unknownClient', 'batchTooLarge'],
  async handler({ context, params, query }) {
    const account = await readClientAccount(context, { clientId: params.id, ...query });
    return account.ok ? done(presentStatement(account.value)) : account;
  },
});
