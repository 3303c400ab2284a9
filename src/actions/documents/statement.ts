// A statement of a client's account: what was owed before a day, what happened until another, and what is owed then.

import { addMonths, monthOf, today, type CivilDate } from '#core/calendar/civil-date.ts';
import type { StatementData } from '#core/documents/data.ts';
import { layoutDocument } from '#core/documents/layout.ts';
import { requirePermission } from '#core/access/principal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { readEntries, readOpening, type AccountAsked } from '#store/billing/client-account.ts';
import { readDebtors, type DebtorRow } from '#store/billing/debtors.ts';
import { readLetterhead, readRecipient, readTemplate, type Template } from '#store/billing/document-data.ts';
import type { Tx } from '#store/database.ts';
import { clients } from '#store/practice/clients.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import { findRecord } from '#store/practice/records.ts';
import { periodTurnedAround } from '../reports/wip-control.ts';
import type { Context } from '../context.ts';
import type { ReadyDocument } from './read-document.ts';

export type StatementAsked = {
  readonly clientId: number;
  /** The first day of the month before the last day, unless said. */
  readonly from?: CivilDate | undefined;
  /** Today in the firm, unless said. */
  readonly to?: CivilDate | undefined;
  /** The client's own, unless said. */
  readonly currency?: CurrencyCode | undefined;
};

const entriesMax = 2_000;

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
  const client = await findRecord(tx, clients, asked.clientId);
  if (!client.ok) return client;
  const { timeZone } = await loadPracticeSettings(tx);
  const to = asked.to ?? today(now, timeZone);
  const from = asked.from ?? addMonths(monthOf(to), -1);
  if (from > to) return periodTurnedAround(from, to);

  const account: AccountAsked = {
    clientId: asked.clientId,
    currency: asked.currency ?? client.value.currency,
    from,
    to,
  };
  const [letterhead, recipient, template, openingMinor, entries, debtors] = await Promise.all([
    readLetterhead(tx),
    readRecipient(tx, asked.clientId),
    readTemplate(tx, null),
    readOpening(tx, account),
    readEntries(tx, account, entriesMax + 1),
    readDebtors(tx, { asAt: to, filter: { clientId: asked.clientId, currency: account.currency } }),
  ]);
  if (entries.length > entriesMax) return tooLong();
  const moved = entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const data: StatementData = {
    kind: 'statement',
    id: asked.clientId,
    letterhead,
    recipient,
    attention: null,
    currency: account.currency,
    from,
    to,
    openingMinor,
    closingMinor: openingMinor + moved,
    entries,
    ageing: ageingOf(debtors[0]),
  };
  return done({ data, template });
}

function tooLong() {
  return refuse(
    'batchTooLarge',
    'The statement has too many entries for one document; ask for a shorter period.',
    {
      field: 'from',
      accepted: `a period with at most ${entriesMax} entries`,
    },
  );
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
