// Deciding one cost: may it be recorded, and what is it worth.

import type { CurrencyCode } from '#core/money/currencies.ts';
import { isWithinRange, parseMinor } from '#core/money/money.ts';
import { done, refuse, within, type Result } from '#core/refusal.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { recordCost } from '#core/wip/record-cost.ts';
import type { Tx } from '#store/database.ts';
import { readLocks } from '#store/ledger/items.ts';
import { loadJobContexts, type JobContexts } from '#store/practice/jobs.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import type { CostEntryRow } from '#store/work/cost-entries.ts';
import { dateRefusal, latestDate, type DateRules } from '../work-date.ts';
import { quantityThousandthsMax, type CostCommand, type CostOutcome } from './command.ts';

export type CostBasis = DateRules & { readonly contexts: JobContexts; readonly firmCurrency: CurrencyCode };

/** What deciding a batch of costs needs to know, read once. */
export async function readCostBasis(tx: Tx, costs: readonly CostCommand[], now: string): Promise<CostBasis> {
  const jobIds = [...new Set(costs.map((cost) => cost.jobId))];
  const jobTaskIds = [...new Set(costs.flatMap((cost) => cost.jobTaskId ?? []))];
  const [contexts, settings, locks] = await Promise.all([
    loadJobContexts(tx, jobIds, jobTaskIds, { hold: true }),
    readRecordingSettings(tx),
    readLocks(tx),
  ]);
  return { contexts, locks, latestOn: latestDate(settings, now), firmCurrency: settings.currency };
}

export type DecidedCost = {
  readonly row: CostEntryRow;
  readonly journal: Journal | null;
  readonly outcome: CostOutcome;
};

type CostIdentity = { readonly id: bigint; readonly recordedBy: number | null };

/** Decides a cost that is, or will be, this one; fields in refusals are relative to the cost. */
export function decideCost(
  basis: CostBasis,
  command: CostCommand,
  { id, recordedBy }: CostIdentity,
): Result<DecidedCost> {
  const job = basis.contexts.jobs.get(command.jobId);
  if (job === undefined) {
    const at = { field: 'jobId', value: String(command.jobId), accepted: 'the id of a job of this firm' };
    return refuse('unknownJob', 'There is no such job in this firm.', at);
  }
  const jobTaskId = command.jobTaskId ?? null;
  if (jobTaskId !== null && basis.contexts.jobTasks.get(jobTaskId)?.jobId !== job.id) {
    const at = {
      field: 'jobTaskId',
      value: String(jobTaskId),
      accepted: `the id of a task of job ${job.number}`,
    };
    return refuse('unknownJobTask', `Job ${job.number} has no such task.`, at);
  }
  const actual = command.actual ?? true;
  // An estimate may lie ahead; what was incurred may not.
  const refusedDate = actual ? dateRefusal(basis, command.incurredOn, 'incurredOn') : null;
  if (refusedDate !== null) return refusedDate;
  const { quantityThousandths } = command;
  if (
    !Number.isInteger(quantityThousandths) ||
    quantityThousandths === 0 ||
    Math.abs(quantityThousandths) > quantityThousandthsMax
  ) {
    const at = {
      field: 'quantity',
      value: String(quantityThousandths / 1000),
      accepted: 'a quantity other than 0, up to 1,000,000',
    };
    return refuse('quantityOutOfRange', 'The quantity cannot be meant.', at);
  }
  const unitPrice = notNegative(command.unitPrice, job.currency, 'unitPrice');
  if (!unitPrice.ok) return unitPrice;
  const unitCost = notNegative(command.unitCost ?? '0', basis.firmCurrency, 'unitCost');
  if (!unitCost.ok) return unitCost;
  const cost = {
    jobId: job.id,
    jobTaskId,
    incurredOn: command.incurredOn,
    quantityThousandths,
    unitCostMinor: unitCost.value,
    unitPriceMinor: unitPrice.value,
    billable: command.billable ?? true,
    actual,
  };
  const { amountMinor, costMinor, journal } = recordCost({ ...cost, itemId: id, excluded: job.excluded });
  if (!isWithinRange(amountMinor) || !isWithinRange(costMinor)) {
    return refuse('amountOutOfRange', 'Quantity × price is more than the ledger holds.', {
      field: 'unitPrice',
      value: String(amountMinor),
    });
  }
  const { description, code = null, supplier = null, note = null } = command;
  const row: CostEntryRow = { ...cost, id, description, code, supplier, note, amountMinor, costMinor };
  const outcome = {
    ...row,
    recordedBy,
    currency: job.currency,
    firmCurrency: basis.firmCurrency,
    version: 1,
  };
  return done({ row, journal, outcome });
}

/** An amount of zero or more; a credit is a negative quantity, never a negative price. */
function notNegative(text: string, currency: CurrencyCode, field: string): Result<bigint> {
  const parsed = parseMinor(text, currency);
  if (!parsed.ok) return within(field, parsed);
  if (parsed.value >= 0n) return parsed;
  const detail = 'A price is not negative; a credit from a supplier is a negative quantity.';
  return refuse('invalidAmount', detail, { field, value: text, accepted: 'an amount of 0 or more' });
}
