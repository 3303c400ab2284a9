// The owner's page in one currency: currencies are never added, so one of them shows at a time.

import type { Home } from '../../api/home.ts';

export type HomeOfCurrency = Pick<
  Home,
  'wip' | 'lockUp' | 'realisation' | 'writeOffs' | 'unbilledClients'
> & {
  currency: string;
  billing: Home['billing'][number] | undefined;
};

/** The currencies that have anything, the firm's own first. */
export function currenciesIn(home: Home): string[] {
  const { wip, lockUp, realisation, writeOffs, unbilledClients } = home;
  const found = new Set(
    [wip, lockUp, realisation, writeOffs, unbilledClients].flatMap((points) =>
      points.map(({ currency }) => currency),
    ),
  );
  for (const { currency, thisMonth, lastMonth } of home.billing) {
    if (Number(thisMonth.billed) !== 0 || Number(lastMonth.billed) !== 0) found.add(currency);
  }
  return [...found].toSorted(
    (a, b) => Number(b === home.currency) - Number(a === home.currency) || a.localeCompare(b),
  );
}

export function ofCurrency(home: Home, currency: string): HomeOfCurrency {
  const own = <Point extends { currency: string }>(points: readonly Point[]) =>
    points.filter((point) => point.currency === currency);
  return {
    currency,
    wip: own(home.wip),
    lockUp: own(home.lockUp),
    realisation: own(home.realisation),
    writeOffs: own(home.writeOffs),
    unbilledClients: own(home.unbilledClients),
    billing: own(home.billing)[0],
  };
}
