// What an hour costs the firm, in the firm's currency. Like billable rates these are effective-dated, and adding one
// changes nothing that stands: the cost of time is kept with the time.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { parseRatePerHour } from '#core/practice/rate-amounts.ts';
import { rateIdentity, rateKeyRefusals } from '#core/practice/rate-scopes.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import type { CostRate, CostRateRecord, CostRateScope } from '#store/practice/rate-card.ts';
import { costRates, loadCostRates } from '#store/practice/rate-card.ts';
import type { Unrecorded } from '#store/practice/records.ts';
import { insertRecords } from '#store/practice/records.ts';
import { loadReferences } from '#store/practice/references.ts';
import { takenCostRates } from '#store/practice/taken-rates.ts';
import { authorOf, checkEach, mayWriteBatch, repeatedPlaces } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { rateReferenceRefusals, sameDayRefusal } from './create-rates.ts';

export type NewCostRate = {
  readonly scope: CostRateScope;
  readonly staffId?: number | null | undefined;
  readonly taskId?: number | null | undefined;
  /** A decimal string in the firm's currency. */
  readonly ratePerHour: string;
  readonly effectiveFrom: CivilDate;
};

/** Adds cost rates, all or none. */
export async function createCostRates(
  context: Context,
  commands: readonly NewCostRate[],
): Promise<Result<CostRate[]>> {
  const permitted = mayWriteBatch(context, 'costRates.edit', commands);
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const { currency } = await loadPracticeSettings(tx);
    const known = await loadReferences(tx, {
      staffIds: commands.map(({ staffId }) => staffId),
      taskIds: commands.map(({ taskId }) => taskId),
    });
    const amounts = commands.map(({ ratePerHour }) => parseRatePerHour(ratePerHour, currency));
    const checked = checkEach(commands, ({ scope, staffId = null, taskId = null }, index) => {
      const wrongKeys = rateKeyRefusals(scope, { staffId, taskId });
      if (wrongKeys.length > 0) return wrongKeys;
      const amount = amounts[index];
      return [
        ...rateReferenceRefusals(known, { staffId, taskId }),
        ...(amount === undefined || amount.ok ? [] : amount.refusals),
      ];
    });
    if (!checked.ok) return checked;

    const records = commands.map(({ scope, staffId = null, taskId = null, effectiveFrom }, index) => {
      const amount = amounts[index];
      if (!amount?.ok) throw new Error('a cost rate is recorded that was not checked');
      return { scope, staffId, taskId, ratePerHourMinor: amount.value, effectiveFrom };
    });
    const unique = await checkUnique(tx, records);
    if (!unique.ok) return unique;
    const added = await insertRecords(tx, authorOf(context), costRates, records);
    return done(
      await loadCostRates(
        tx,
        added.map(({ id }) => id),
      ),
    );
  });
}

async function checkUnique(tx: Tx, records: readonly Unrecorded<CostRateRecord>[]): Promise<Result<null>> {
  const taken = await takenCostRates(tx, records);
  const repeated = repeatedPlaces(records.map((record) => rateIdentity(record)));
  return checkEach(records, ({ effectiveFrom }, index) =>
    taken.has(index) || repeated.has(index) ? [sameDayRefusal(effectiveFrom)] : [],
  );
}
