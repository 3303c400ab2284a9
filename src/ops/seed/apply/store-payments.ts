// What clients paid of a history's invoices: most by the day they were due, some late, a few of them not yet.

import { addDays, type CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '#store/database.ts';
import { dayOf, workingDayFrom, type Calendar } from '../plan/calendar.ts';
import type { Random } from '../random.ts';
import { insertRows, insertRowsWithoutIds, type Column } from './rows.ts';

type Payable = {
  readonly id: number;
  readonly number: string;
  readonly clientId: number;
  readonly currency: CurrencyCode;
  readonly dueOn: CivilDate;
  readonly owedMinor: bigint;
};

type Paid = Payable & { readonly paidOn: CivilDate };

export type Paying = {
  readonly calendar: Calendar;
  readonly timeZone: string;
  readonly random: Random;
  readonly actorId: number;
};

const rowsPerInsert = 5_000;
/** Whoever has not paid this long after it was due, in a history, never will; so everybody has. */
const daysLateMax = 75;
const chanceOfStillOwing = 0.12;

export async function storePayments(tx: Tx, paying: Paying): Promise<void> {
  const invoices = await tx.query<Payable>(
    `select id, number, client_id as "clientId", currency, due_on as "dueOn", outstanding_minor as "owedMinor"
     from invoice where firm_id = $1 and document = 'invoice' and outstanding_minor > 0 order by id`,
    [tx.firmId],
  );
  const paid = invoices.flatMap((invoice) => {
    const payment = paymentOf(invoice, paying);
    return payment === null ? [] : [payment];
  });
  for (let from = 0; from < paid.length; from += rowsPerInsert) {
    await storeLot(tx, paid.slice(from, from + rowsPerInsert), paying);
  }
}

function paymentOf(invoice: Payable, { calendar, random }: Paying): Paid | null {
  const today = calendar.dates[calendar.last]!;
  // Drawn alike for all, so that one more decision changes no other invoice.
  const daysLate = random.weighted([
    [random.between(-14, 0), 70],
    [random.between(1, 12), 23],
    [random.between(13, 40), 7],
  ]);
  const owes = random.chance(chanceOfStillOwing);
  const isRecent = invoice.dueOn < today && addDays(invoice.dueOn, daysLateMax) >= today;
  if (owes && isRecent) return null;
  const wanted = addDays(invoice.dueOn, daysLate);
  if (wanted > today) return null;
  const paidOn = calendar.dates[workingDayFrom(calendar, dayOf(calendar, wanted))]!;
  return { ...invoice, paidOn };
}

async function storeLot(tx: Tx, paid: readonly Paid[], { timeZone, actorId }: Paying): Promise<void> {
  const recorded = paid.map(({ paidOn }) =>
    Temporal.PlainDate.from(paidOn).toZonedDateTime({ timeZone, plainTime: '09:30' }).toInstant().toString(),
  );
  const written: Column[] = [
    ['amount_minor', 'bigint', paid.map(({ owedMinor }) => owedMinor)],
    ['actor_id', 'int', paid.map(() => actorId)],
    ['recorded_at', 'timestamptz', recorded],
  ];
  const paymentIds = await insertRows(tx, 'payment', [
    ['client_id', 'int', paid.map(({ clientId }) => clientId)],
    ['currency', 'text', paid.map(({ currency }) => currency)],
    ['paid_on', 'date', paid.map(({ paidOn }) => paidOn)],
    ['method', 'text', paid.map(() => 'Bank transfer')],
    ['reference', 'text', paid.map(({ number }) => number)],
    ...written,
  ]);
  await insertRowsWithoutIds(tx, 'allocation', [
    ['payment_id', 'int', paymentIds],
    ['invoice_id', 'int', paid.map(({ id }) => id)],
    ['allocated_on', 'date', paid.map(({ paidOn }) => paidOn)],
    ...written,
  ]);
  await tx.query(
    `update invoice i set paid_minor = p.amount from unnest($2::int[], $3::bigint[]) as p (id, amount)
     where i.firm_id = $1 and i.id = p.id`,
    [tx.firmId, paid.map(({ id }) => id), paid.map(({ owedMinor }) => owedMinor)],
  );
}
