import { useRouter } from '@tanstack/react-router';
import { useCallback, useRef } from 'react';
import type { BillingRow } from '../../api/estimated-billings.ts';
import { useTell } from '../../api/useTell.ts';
import { addressOf } from '../../util/addresses.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';

/** A billing run of these jobs, up to today: rehearsed only, and opened to be looked at. */
export function useRehearsal() {
  const router = useRouter();
  const { timeZone } = useFirm();
  const formats = useFormats();
  const rehearsing = useTell<readonly BillingRow[], { id: string }>({
    send: (rows) => {
      const today = todayIn(timeZone);
      const [only] = rows.length === 1 ? rows : [];
      const what = only ? only.jobNumber : `${formats.count(rows.length)} jobs`;
      return {
        path: '/billing-runs',
        body: {
          name: `${what}, ${formats.date(today)}`,
          rules: { cutOffOn: today, invoicedOn: today, filters: { jobIds: rows.map(({ jobId }) => jobId) } },
        },
      };
    },
    changes: ['billing-runs'],
    onDone: ({ id }) => router.history.push(addressOf({ kind: 'billingRun', id })),
  });
  const latest = useRef(rehearsing.tell);
  latest.current = rehearsing.tell;
  return useCallback((rows: readonly BillingRow[]) => latest.current(rows), []);
}
