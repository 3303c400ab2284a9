// Costs as the API shows them.

import type { z } from 'zod';
import type { CostOutcome, RecordedCosts } from '#actions/costs/command.ts';
import type { Context } from '#actions/context.ts';
import type { costEntry, recordedCostEntry, recordedCosts } from '#contract/job-costs/cost-entries.ts';
import { formatMinor } from '#core/money/money.ts';
import { presentBalances } from './balances.ts';

export async function presentRecordedCosts(
  context: Context,
  { costs, balances }: RecordedCosts,
): Promise<z.output<typeof recordedCosts>> {
  const currencies = new Map(costs.map((cost) => [cost.jobId, cost.currency]));
  return { costs: costs.map(presentCost), balances: await presentBalances(context, balances, currencies) };
}

function presentCost(cost: CostOutcome): z.output<typeof recordedCostEntry> {
  const {
    firmCurrency,
    quantityThousandths,
    unitCostMinor,
    unitPriceMinor,
    amountMinor,
    costMinor,
    recordedBy: _recordedBy,
    ...plain
  } = cost;
  return {
    ...plain,
    quantity: quantityThousandths,
    unitPrice: formatMinor(unitPriceMinor, cost.currency),
    unitCost: formatMinor(unitCostMinor, firmCurrency),
    amount: formatMinor(amountMinor, cost.currency),
    cost: formatMinor(costMinor, firmCurrency),
  };
}

type Listed = CostOutcome & {
  readonly deleted: boolean;
  readonly jobNumber: string;
  readonly jobName: string;
  readonly clientName: string;
  readonly recordedByName: string | null;
  readonly fileCount: number;
  readonly openMinor: bigint;
};

export function presentListedCost({ openMinor, ...cost }: Listed): z.output<typeof costEntry> {
  const { deleted, jobNumber, jobName, clientName, recordedByName, fileCount, ...own } = cost;
  const open = formatMinor(openMinor, cost.currency);
  const job = { jobNumber, jobName, clientName };
  return { ...presentCost(own), ...job, deleted, recordedBy: recordedByName, fileCount, open };
}
