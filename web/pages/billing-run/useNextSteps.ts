// What comes after a run has made its drafts: what is parked, the review, sending, and at the end closing the period that it
// billed. The first of them is the next.

import { useQuery } from '@tanstack/react-query';
import { runsPath, sendingQuery, type BillingRun } from '../../api/billing-runs.ts';
import { locksQuery } from '../../api/periods.ts';
import { endOfMonth, todayIn } from '../../util/days.ts';
import { useFirm, useFormats, useMay } from '../../util/firm-context.ts';

type Step = {
  label: string;
  href: string;
  /** The part of the run where it is done; null on another page. */
  tab: string | null;
};

export function useNextSteps(run: BillingRun): Step[] {
  const { units, refused } = run.progress;
  const hasEnded = run.state === 'done' || run.state === 'cancelled';
  const formats = useFormats();
  const closing = useClosing(run, hasEnded && units.billed > 0);
  const { data: sending } = useQuery({ ...sendingQuery(run.id), enabled: hasEnded && units.billed > 0 });
  if (!hasEnded) return [];
  const unsent = sending === undefined ? 0 : sending.unsent + sending.failed;
  const unsendable = sending?.unsendable ?? 0;
  const part = (tab: string, count: number, words: string): Step[] =>
    count === 0
      ? []
      : [{ label: `${words} (${formats.count(count)})`, href: `${runsPath}/${run.id}?tab=${tab}`, tab }];
  const steps = [
    ...part('parked', refused, 'See to what is parked'),
    ...part('review', units.drafted, 'Review and approve the drafts'),
    ...part('sending', unsent, 'Send the invoices'),
    ...(unsent > 0 ? [] : part('sending', unsendable, 'See which have nobody to send to')),
  ];
  const isAllSent = sending !== undefined && units.drafted + unsent + sending.queued === 0;
  return isAllSent ? [...steps, ...closing] : steps;
}

/** The month that the run billed, where it is over, not locked yet, and this person may close it. */
function useClosing({ rules }: BillingRun, isWanted: boolean): Step[] {
  const mayClose = useMay()('locks.set');
  const { timeZone } = useFirm();
  const formats = useFormats();
  const { data: locks } = useQuery({ ...locksQuery(), enabled: isWanted && mayClose });
  const end = endOfMonth(rules.cutOffOn, 0);
  if (!mayClose || locks === undefined || end >= todayIn(timeZone)) return [];
  if (locks.wipLockOn !== null && locks.wipLockOn >= end) return [];
  return [{ label: `Close ${formats.month(end)}`, href: `/period-close?end=${end}`, tab: null }];
}
