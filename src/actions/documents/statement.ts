// A statement of a client's account, as it is printed.

import type { StatementData } from '#core/documents/data.ts';
import { layoutDocument } from '#core/documents/layout.ts';
import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import type { DebtorRow } from '#store/billing/debtors.ts';
import { readLetterhead, readRecipient, readTemplate, type Template } from '#store/billing/looks.ts';
import type { Tx } from '#store/database.ts';
import type { Context } from '../context.ts';
import { loadAccount, type StatementAsked } from '../payments/client-account.ts';
import type { ReadyDocument } from './read-document.ts';

export type { StatementAsked } from '../payments/client-account.ts';

export async function readStatement(context: Context, asked: StatementAsked): Promise<Result<ReadyDocument>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  const { database, principal } = context;
  const found = await database.inFirm(principal.firmId, (tx) => load(tx, context.clock(), asked), {
    readOnly: true,
    snapshot: true,
  });
  if (!found.ok) return found;
  const { data, template } = found.value;
  return done({ template, printed: layoutDocument(data, template) });
}

type Loaded = { readonly data: StatementData; readonly template: Template };

async function load(tx: Tx, now: string, asked: StatementAsked): Promise<Result<Loaded>> {
  const account = await loadAccount(tx, now, asked);
  if (!account.ok) return account;
  const [letterhead, recipient, template] = await Promise.all([
    readLetterhead(tx),
    readRecipient(tx, asked.clientId),
    readTemplate(tx, null),
  ]);
  const { currency, from, to, openingMinor, closingMinor, entries, debtor } = account.value;
  const data: StatementData = {
    kind: 'statement',
    id: asked.clientId,
    letterhead,
    recipient,
    attention: null,
    currency,
    from,
    to,
    openingMinor,
    closingMinor,
    entries,
    ageing: ageingOf(debtor),
  };
  return done({ data, template });
}

/** None of the ages says more than the amount due when nothing is overdue; what is not used yet is told apart. */
function ageingOf(debtor: DebtorRow | undefined): StatementData['ageing'] {
  if (debtor === undefined) return [];
  const ages = [
    { label: 'Not yet due', amountMinor: debtor.currentMinor },
    { label: '1–30 days', amountMinor: debtor.days1To30Minor },
    { label: '31–60 days', amountMinor: debtor.days31To60Minor },
    { label: '61–90 days', amountMinor: debtor.days61To90Minor },
    { label: 'Over 90 days', amountMinor: debtor.over90DaysMinor },
  ];
  if (debtor.creditsMinor === 0n) return ages;
  return [...ages, { label: 'Credit left', amountMinor: debtor.creditsMinor }];
}
