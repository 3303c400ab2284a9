import { requirePermission } from '#core/access/principal.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { parseRatePerHour } from '#core/practice/rate-amounts.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuseAll } from '#core/refusal.ts';
import type { Rate } from '#store/practice/rate-card.ts';
import { loadRates, rates } from '#store/practice/rate-card.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, updateRecord } from '#store/practice/records.ts';
import { takenRates } from '#store/practice/taken-rates.ts';
import { authorOf, onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { sameDayRefusal } from './create-rates.ts';

export type RateChange = Recorded & {
  readonly ratePerHour?: string | undefined;
  readonly effectiveFrom?: CivilDate | undefined;
};

/**
 * Corrects a rate that was entered wrongly. What was recorded with it keeps its value; a new price from a day on is a
 * rate of its own.
 */
export async function changeRate(context: Context, command: RateChange): Promise<Result<Rate>> {
  const permitted = requirePermission(context.principal, 'rates.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, rates, command);
    if (!claimed.ok) return claimed;
    const record = claimed.value;
    const { effectiveFrom = record.effectiveFrom } = command;
    if (effectiveFrom !== record.effectiveFrom) {
      const taken = await takenRates(tx, [{ ...record, effectiveFrom }]);
      if (taken.size > 0) return refuseAll([sameDayRefusal(effectiveFrom)]);
    }
    const amount =
      command.ratePerHour === undefined
        ? done(record.ratePerHourMinor)
        : parseRatePerHour(command.ratePerHour, record.currency);
    if (!amount.ok) return amount;
    const to = { effectiveFrom, ratePerHourMinor: amount.value };
    await updateRecord(tx, authorOf(context), rates, { record, to });
    return done(onlyOne(await loadRates(tx, [record.id])));
  });
}
