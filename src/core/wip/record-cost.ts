// Recording a cost: a disbursement, an expense, a purchase. Only an actual cost reaches the ledger; an estimate posts
// nothing (docs/ledger-rules.md section 2). A supplier's credit is a cost of negative quantity.

import type { CivilDate } from '../calendar/civil-date.ts';
import type { Journal } from '../ledger/journal.ts';
import { multiplyQuantity } from '../money/quantity.ts';
import { putIn, type OpenItem } from './lines.ts';

export type CostToRecord = {
  readonly itemId: bigint;
  readonly jobId: number;
  readonly jobTaskId: number | null;
  readonly incurredOn: CivilDate;
  /** Thousandths of a unit, not 0. */
  readonly quantityThousandths: number;
  /** Minor units of the job's currency per unit. */
  readonly unitPriceMinor: bigint;
  /** Minor units of the firm's currency per unit. */
  readonly unitCostMinor: bigint;
  readonly billable: boolean;
  readonly actual: boolean;
  /** The job accrues no WIP; the cost stands at value 0. */
  readonly excluded: boolean;
};

export type RecordedCost = {
  /** What the cost is worth by its price; 0 when not billable or the job is excluded. */
  readonly amountMinor: bigint;
  /** Quantity × unit cost, rounded the same way. */
  readonly costMinor: bigint;
  /** null for an estimated cost. */
  readonly journal: Journal | null;
};

export function recordCost(cost: CostToRecord): RecordedCost {
  const accrues = cost.billable && !cost.excluded;
  const amountMinor = accrues ? multiplyQuantity(cost.quantityThousandths, cost.unitPriceMinor) : 0n;
  const costMinor = multiplyQuantity(cost.quantityThousandths, cost.unitCostMinor);
  if (!cost.actual) return { amountMinor, costMinor, journal: null };
  const item: OpenItem = {
    jobId: cost.jobId,
    itemId: cost.itemId,
    kind: 'cost',
    originOn: cost.incurredOn,
    openMinor: 0n,
    openQuantity: 0,
    jobTaskId: cost.jobTaskId,
    staffId: null,
  };
  const line = putIn(item, 'recordedCost', amountMinor, cost.quantityThousandths);
  const journal: Journal = {
    kind: 'costRecorded',
    effectiveOn: cost.incurredOn,
    cause: { kind: 'costEntry', id: cost.itemId },
    reverses: null,
    // A credit's line moves backwards, and what it cost moves with it.
    lines: [{ ...line, costMinor: costMinor < 0n ? -costMinor : costMinor }],
  };
  return { amountMinor, costMinor, journal };
}
