// Balances of jobs as the API shows them.

import type { z } from 'zod';
import type { Context } from '#actions/context.ts';
import { currenciesOf } from '#actions/currencies.ts';
import type { jobBalance } from '#contract/wip/balance.ts';
import { may } from '#core/access/principal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';

type Balance = {
  readonly jobId: number;
  readonly wipTimeMinor: bigint;
  readonly wipCostMinor: bigint;
  readonly interimMinor: bigint;
};

/** Undefined, and so absent, for those who may not see WIP. `known` spares a reading of currencies. */
export async function presentBalances(
  context: Context,
  balances: readonly Balance[],
  known?: ReadonlyMap<number, CurrencyCode>,
): Promise<z.output<typeof jobBalance>[] | undefined> {
  if (!may(context.principal, 'wip.read')) return undefined;
  const isKnown = known !== undefined && balances.every(({ jobId }) => known.has(jobId));
  const currencies = isKnown
    ? known
    : await currenciesOf(
        context,
        balances.map(({ jobId }) => jobId),
      );
  return balances.map((balance) => {
    const currency = currencies.get(balance.jobId)!;
    const show = (amountMinor: bigint): string => formatMinor(amountMinor, currency);
    return {
      jobId: balance.jobId,
      currency,
      wipTime: show(balance.wipTimeMinor),
      wipCost: show(balance.wipCostMinor),
      interims: show(balance.interimMinor),
      netWip: show(balance.wipTimeMinor + balance.wipCostMinor + balance.interimMinor),
    };
  });
}
