import { requirePermission } from '#core/access/principal.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { parseRatePerHour } from '#core/practice/rate-amounts.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuseAll } from '#core/refusal.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import type { CostRate } from '#store/practice/rate-card.ts';
import { costRates, loadCostRates } from '#store/practice/rate-card.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, updateRecord } from '#store/practice/records.ts';
import { takenCostRates } from '#store/practice/taken-rates.ts';
import { authorOf, onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { sameDayRefusal } from './create-rates.ts';

export type CostRateChange = Recorded & {
  readonly ratePerHour?: string | undefined;
  readonly effectiveFrom?: CivilDate | undefined;
};

/** Corrects a cost rate that was entered wrongly. Time that was recorded with it keeps its cost. */
export async function changeCostRate(context: Context, command: CostRateChange): Promise<Result<CostRate>> {
  const permitted = requirePermission(context.principal, 'costRates.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, costRates, command);
    if (!claimed.ok) return claimed;
    const record = claimed.value;
    const { effectiveFrom = record.effectiveFrom } = command;
    if (effectiveFrom !== record.effectiveFrom) {
      const taken = await takenCostRates(tx, [{ ...record, effectiveFrom }]);
      if (taken.size > 0) return refuseAll([sameDayRefusal(effectiveFrom)]);
    }
    const { currency } = await loadPracticeSettings(tx);
    const amount =
      command.ratePerHour === undefined
        ? done(record.ratePerHourMinor)
        : parseRatePerHour(command.ratePerHour, currency);
    if (!amount.ok) return amount;
    const to = { effectiveFrom, ratePerHourMinor: amount.value };
    await updateRecord(tx, authorOf(context), costRates, { record, to });
    return done(onlyOne(await loadCostRates(tx, [record.id])));
  });
}
