import { useCallback, useMemo, useRef, useState } from 'react';
import type { BillingRow, BillingTotal } from '../../api/estimated-billings.ts';
import type { Selection } from '../../table/DataTable.tsx';
import { sumOf } from '../../util/sums.ts';

/** Which jobs are ticked. With Shift, everything from the one ticked last. */
export function useSelection(rows: readonly BillingRow[]) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const current = useRef(rows);
  current.current = rows;

  const toggle = useCallback((id: string, extend: boolean) => {
    setTicked((before) => {
      const after = new Set(before);
      const ids = extend && last.current !== null ? between(current.current, last.current, id) : [id];
      const adds = !before.has(id);
      for (const each of ids) {
        if (adds) after.add(each);
        else after.delete(each);
      }
      return after;
    });
    last.current = id;
  }, []);
  const clear = useCallback(() => setTicked(new Set()), []);

  const chosen = useMemo(() => rows.filter(({ jobId }) => ticked.has(jobId)), [rows, ticked]);
  const all = rows.length > 0 && chosen.length === rows.length;
  const toggleAll = useCallback(
    () => setTicked(all ? new Set() : new Set(current.current.map(({ jobId }) => jobId))),
    [all],
  );
  const selection: Selection = useMemo(
    () => ({
      has: (id) => ticked.has(id),
      toggle,
      toggleAll,
      state: all ? 'all' : chosen.length > 0 ? 'some' : 'none',
    }),
    [ticked, toggle, toggleAll, all, chosen.length],
  );
  return { selection, chosen, clear };
}

/** Sums of chosen rows, per currency. */
export function totalsOf(rows: readonly BillingRow[]): BillingTotal[] {
  return [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, ofCurrency]) => {
    const sum = (key: keyof Omit<BillingTotal, 'currency' | 'jobs'>) =>
      sumOf(ofCurrency.map((row) => row[key]));
    return {
      currency,
      jobs: ofCurrency.length,
      wipTime: sum('wipTime'),
      wipCost: sum('wipCost'),
      interims: sum('interims'),
      netWip: sum('netWip'),
      uninvoicedQuote: ofCurrency.some((row) => row.uninvoicedQuote !== null) ? sum('uninvoicedQuote') : null,
      onDraft: ofCurrency.some((row) => row.onDraft !== null) ? sum('onDraft') : null,
      ageCurrent: sum('ageCurrent'),
      ageOneMonth: sum('ageOneMonth'),
      ageTwoMonths: sum('ageTwoMonths'),
      ageThreeMonthsPlus: sum('ageThreeMonthsPlus'),
    };
  });
}

function between(rows: readonly BillingRow[], from: string, to: string): string[] {
  const ends = [from, to].map((id) => rows.findIndex(({ jobId }) => jobId === id)).toSorted((a, b) => a - b);
  const [first = -1, end = -1] = ends;
  return first < 0 ? [to] : rows.slice(first, end + 1).map(({ jobId }) => jobId);
}
