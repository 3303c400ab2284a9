// The sums of Estimated Billings, per currency.

import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { BillingRow, BillingTotal } from '../../api/estimated-billings.ts';
import type { Totals } from '../../table/DataTable.tsx';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import { totalsOf } from './totals.ts';
import classes from './wip.module.css';

/** The sums with the firm's own currency on top; the others by their codes. */
export function useOwnCurrencyFirst(totals: readonly BillingTotal[]): readonly BillingTotal[] {
  const { currency } = useFirm();
  return useMemo(
    () => totals.toSorted((a, b) => Number(b.currency === currency) - Number(a.currency === currency)),
    [totals, currency],
  );
}

type TotalsOptions = {
  totals: readonly BillingTotal[];
  chosen: readonly BillingRow[];
  clear: () => void;
  /** Whether no column says it. */
  namesCurrency: boolean;
};

/** The sums at the foot: of what is ticked while something is, and of everything. */
export function useTotals({ totals, chosen, clear, namesCurrency }: TotalsOptions) {
  const formats = useFormats();
  return useMemo(() => {
    const jobs = (count: number) => `${formats.count(count)} ${count === 1 ? 'job' : 'jobs'}`;
    const label = (words: ReactNode, currency: string) => (
      <span className={classes.totalLabel}>
        {words}
        {namesCurrency && <span className="quiet">{currency}</span>}
      </span>
    );
    const ofChosen = totalsOf(chosen).map((total): Totals<BillingTotal> => ({
      id: `selected ${total.currency}`,
      tone: 'selection',
      total,
      label: label(
        <>
          {jobs(total.jobs)} selected
          <button type="button" className={classes.clear} onClick={clear}>
            Clear
          </button>
        </>,
        total.currency,
      ),
    }));
    const ofAll = totals.map((total): Totals<BillingTotal> => ({
      id: `all ${total.currency}`,
      total,
      label: label(jobs(total.jobs), total.currency),
    }));
    return [...ofChosen, ...ofAll];
  }, [totals, chosen, clear, namesCurrency, formats]);
}
