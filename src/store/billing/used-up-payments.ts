// Payments of which nothing is left are marked, so that whoever asks what is left need not add up all that was ever paid
// (debtors.ts). A worker marks them from time to time; one without the mark is only looked at for nothing.
//
// The mark is never taken away. No more is allocated of a payment than there is, so of one that is used up something is left
// again only after an allocation was taken back, or when a source says another amount, which takes back as well; and that
// stands in the allocations.

import type { Database, Tx } from '../database.ts';

/** So many are looked at in a transaction. */
const paymentsPerPiece = 5_000;

type Piece = { lastId: number | null };

export async function markUsedUpPayments(
  database: Database,
  firmId: number,
  signal?: AbortSignal,
): Promise<void> {
  let after: number | null = 0;
  while (after !== null && signal?.aborted !== true) {
    const from: number = after;
    after = await database.inFirm(firmId, (tx) => markPiece(tx, from));
  }
}

/** Answers the last payment that was looked at; null when there are no more. */
async function markPiece(tx: Tx, afterId: number): Promise<number | null> {
  const [piece] = await tx.query<Piece>(
    `select max(id) as "lastId" from (
       select id from payment where firm_id = $1 and not used_up and id > $2 order by id limit $3) p`,
    [tx.firmId, afterId, paymentsPerPiece],
  );
  const { lastId } = piece!;
  if (lastId === null) return null;
  // Whoever holds a payment is about to allocate of it; it has its turn the next time.
  await tx.query(
    `update payment p set used_up = true
     from (
       select id from payment where firm_id = $1 and not used_up and id > $2 and id <= $3
       order by id for no key update skip locked
     ) held
     where p.firm_id = $1 and p.id = held.id and p.amount_minor = coalesce((
       select sum(a.amount_minor) from allocation a where a.firm_id = $1 and a.payment_id = p.id), 0)`,
    [tx.firmId, afterId, lastId],
  );
  return lastId;
}
