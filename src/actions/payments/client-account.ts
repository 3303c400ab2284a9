// The account of a client from one day to another: what was owed before, what happened, what is owed then and since when.
// The JSON answer and the printed statement are made of the same.

import { requirePermission } from '#core/access/principal.ts';
import { addMonths, monthOf, today, type CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import {
  readEntries,
  readOpening,
  type AccountAsked,
  type AccountEntry,
} from '#store/billing/client-account.ts';
import { readDebtors, type DebtorRow } from '#store/billing/debtors.ts';
import type { Tx } from '#store/database.ts';
import { clients } from '#store/practice/clients.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import { findRecord } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { periodTurnedAround } from '../reports/wip-control.ts';

export type StatementAsked = {
  readonly clientId: number;
  /** The first day of the month before the last day, unless said. */
  readonly from?: CivilDate | undefined;
  /** Today in the firm, unless said. */
  readonly to?: CivilDate | undefined;
  /** The client's own, unless said. */
  readonly currency?: CurrencyCode | undefined;
};

export type ClientAccount = AccountAsked & {
  readonly clientName: string;
  readonly openingMinor: bigint;
  readonly entries: readonly AccountEntry[];
  readonly closingMinor: bigint;
  /** By age on the last day; undefined where nothing is owed and nothing is left over. */
  readonly debtor: DebtorRow | undefined;
};

export const entriesMax = 2_000;

export async function readClientAccount(
  context: Context,
  asked: StatementAsked,
): Promise<Result<ClientAccount>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  const { database, principal } = context;
  return database.inFirm(principal.firmId, (tx) => loadAccount(tx, context.clock(), asked), {
    readOnly: true,
    snapshot: true,
  });
}

/** Read in the snapshot that the caller has opened. */
export async function loadAccount(
  tx: Tx,
  now: string,
  asked: StatementAsked,
): Promise<Result<ClientAccount>> {
  const client = await findRecord(tx, clients, asked.clientId);
  if (!client.ok) return client;
  const { timeZone } = await loadPracticeSettings(tx);
  const to = asked.to ?? today(now, timeZone);
  const from = asked.from ?? addMonths(monthOf(to), -1);
  if (from > to) return periodTurnedAround(from, to);
  const { clientId, currency = client.value.currency } = asked;
  const account: AccountAsked = { clientId, currency, from, to };
  const [openingMinor, entries, debtors] = await Promise.all([
    readOpening(tx, account),
    readEntries(tx, account, entriesMax + 1),
    readDebtors(tx, { asAt: to, filter: { clientId, currency } }),
  ]);
  if (entries.length > entriesMax) return tooLong();
  const movedMinor = entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const sums = { openingMinor, entries, closingMinor: openingMinor + movedMinor };
  return done({ ...account, clientName: client.value.name, ...sums, debtor: debtors[0] });
}

function tooLong(): Refused {
  const detail = 'The statement has too many entries; ask for a shorter period.';
  return refuse('batchTooLarge', detail, {
    field: 'from',
    accepted: `a period with at most ${entriesMax} entries`,
  });
}
