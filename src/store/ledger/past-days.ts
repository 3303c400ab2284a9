// Kept days of months that are over (reports/past-balances.ts) are right as long as nothing more is recorded in those months.
// Only somebody who hands over a moment of recording could: an import that keeps the source's, the demo's history.

import { civilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';

/** Takes back the kept days that something recorded at this instant would make wrong. */
export async function forgetPastDays(tx: Tx, recordedAt: string): Promise<void> {
  await awaitKeeper(tx);
  const month = civilDate(`${Temporal.Instant.from(recordedAt).toString().slice(0, 8)}01`);
  await tx.query('delete from past_day where firm_id = $1 and known_until > $2', [tx.firmId, month]);
  // What a program of the release before reads, which may serve beside this one.
  await tx.query('delete from past_balance where firm_id = $1 and as_at >= $2', [tx.firmId, month]);
}

/** Any fixed number will do; it must differ from other programs' locks in the same database. */
const keeping = 730_540_123;

/** Whoever keeps days of a firm, and whoever makes them wrong, take turns. */
export async function awaitKeeper(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, $2)', [keeping, tx.firmId]);
}
