// What callers say about costs, and what they get back.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { JobBalance } from '#store/ledger/post.ts';
import type { StoredCostEntry } from '#store/work/cost-entries.ts';

export type CostCommand = {
  readonly jobId: number;
  readonly jobTaskId?: number | null | undefined;
  readonly incurredOn: CivilDate;
  readonly description: string;
  readonly code?: string | null | undefined;
  readonly supplier?: string | null | undefined;
  readonly note?: string | null | undefined;
  /** Thousandths of a unit; negative for a supplier's credit, never 0. */
  readonly quantityThousandths: number;
  /** Decimal text in the firm's currency, per unit; not said: 0. */
  readonly unitCost?: string | undefined;
  /** Decimal text in the job's currency, per unit. */
  readonly unitPrice: string;
  readonly billable?: boolean | undefined;
  /** An estimated cost (false) posts nothing. */
  readonly actual?: boolean | undefined;
};

export type CostChange = Partial<CostCommand> & { readonly id: bigint; readonly version: number };
export type CostDeletion = { readonly id: bigint; readonly version: number };

export type CostOutcome = Omit<StoredCostEntry, 'deleted'> & { readonly firmCurrency: CurrencyCode };

export type RecordedCosts = {
  readonly costs: readonly CostOutcome[];
  /** The jobs touched, as they stand afterwards. */
  readonly balances: readonly JobBalance[];
};

export const costsPerRequestMax = 1000;
export const quantityThousandthsMax = 1_000_000_000;
