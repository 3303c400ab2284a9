// How what is available to invoice on a job came about, between two days. Each figure leads to the ledger lines of the
// same days that make it.

import { Drawer, SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Receipt } from '../../api/estimated-billings.ts';
import { receiptQuery } from '../../api/estimated-billings.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Day } from '../../ui/Day.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { dayAfter, dayBefore, firstOfMonth, todayIn } from '../../util/days.ts';
import { useFirm } from '../../util/firm-context.ts';
import { isZero } from '../../util/sums.ts';
import { ledgerHref } from '../job-ledger/search.ts';
import classes from './receipt.module.css';

type ReceiptJob = {
  jobNumber: string;
  jobName: string;
  clientName: string;
  lastBilledOn?: string | null;
};

type ReceiptDrawerProps = {
  /** The job whose receipt is open; none is when undefined. */
  jobId: string | undefined;
  /** What is known of it already; the rest comes with the receipt. */
  job?: ReceiptJob | undefined;
  /** Today unless said. */
  asAt?: string | undefined;
  knownAt?: string | undefined;
  onClose: () => void;
};

export function ReceiptDrawer({ jobId, job, asAt, knownAt, onClose }: ReceiptDrawerProps) {
  return (
    <Drawer
      opened={jobId !== undefined}
      onClose={onClose}
      position="right"
      size={440}
      overlayProps={{ backgroundOpacity: 0.12 }}
      title={job === undefined ? 'Receipt' : <ReceiptTitle job={job} />}
    >
      {jobId !== undefined && (
        <ReceiptOf
          key={jobId}
          jobId={jobId}
          asAt={asAt}
          knownAt={knownAt}
          lastBilledOn={job?.lastBilledOn ?? null}
        />
      )}
    </Drawer>
  );
}

function ReceiptTitle({ job }: { job: ReceiptJob }) {
  return (
    <span className={classes.title}>
      <span>
        <span className="quiet">{job.jobNumber}</span> {job.jobName}
      </span>
      <span className={classes.client}>{job.clientName}</span>
    </span>
  );
}

type Since = 'start' | 'month' | 'billed';

type ReceiptOfProps = {
  jobId: string;
  asAt: string | undefined;
  knownAt: string | undefined;
  lastBilledOn: string | null;
};

function ReceiptOf({ jobId, asAt, knownAt, lastBilledOn }: ReceiptOfProps) {
  const { timeZone } = useFirm();
  const [since, setSince] = useState<Since>('start');
  const until = asAt ?? todayIn(timeZone);
  const billedOn = lastBilledOn !== null && lastBilledOn < until ? lastBilledOn : null;
  const from = {
    start: undefined,
    month: firstOfMonth(until),
    billed: billedOn === null ? undefined : dayAfter(billedOn),
  }[since];
  const {
    data: receipt,
    error,
    refetch,
    isPending,
  } = useQuery(receiptQuery({ jobId, from, to: asAt, knownAt }));
  return (
    <div className={classes.receipt}>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="Since when"
        value={since}
        onChange={(value) => setSince(value as Since)}
        data={[
          { value: 'start', label: 'From the start' },
          { value: 'month', label: 'This month' },
          { value: 'billed', label: 'Since last billed', disabled: billedOn === null },
        ]}
      />
      {isPending && <Bones />}
      {error !== null && receipt === undefined && (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
      {receipt !== undefined && <Lines receipt={receipt} />}
      <AppLink className={classes.open} href={ledgerHref(jobId, { to: asAt })}>
        Open the ledger of this job
      </AppLink>
    </div>
  );
}

function Lines({ receipt }: { receipt: Receipt }) {
  const { items, uninvoicedQuote, currency, from, to } = receipt;
  // Opening and available always stand; what did not happen in between needs no line.
  const shown = items.filter(
    ({ figure, amount }) =>
      figure === 'available' || (figure === 'opening' && from !== null) || !isZero(amount),
  );
  return (
    <table className={classes.lines}>
      <caption className="visually-hidden">How the figure came about, in {currency}</caption>
      <tbody>
        {shown.map((line) => (
          <tr key={line.figure} data-figure={line.figure}>
            <th scope="row">
              {line.figure === 'available' ? 'Available to invoice' : line.label}
              {line.figure === 'opening' && from !== null && <When date={from} word="before" />}
              {line.figure === 'available' && to !== null && <When date={to} word="as at" />}
            </th>
            <td>
              <AppLink href={linkOf(receipt, line)}>
                <Amount of={line.amount} />
                <span className="visually-hidden"> {line.label}: show the lines</span>
              </AppLink>
            </td>
          </tr>
        ))}
        {uninvoicedQuote !== null && (
          <tr data-figure="quote">
            <th scope="row">Uninvoiced quote, beside it</th>
            <td>
              <AppLink href={ledgerHref(receipt.jobId, { account: 'uninvoicedQuote', to: to ?? undefined })}>
                <Amount of={uninvoicedQuote} />
              </AppLink>
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function When({ date, word }: { date: string; word: string }) {
  return (
    <span className="quiet">
      {' '}
      {word} <Day of={date} />
    </span>
  );
}

/** The lines that make a figure: those of its account in the same days; for the opening, all before. */
function linkOf({ jobId, from, to }: Receipt, { figure, account }: Receipt['items'][number]): string {
  if (figure === 'opening') return ledgerHref(jobId, { to: from === null ? undefined : dayBefore(from) });
  if (figure === 'available') return ledgerHref(jobId, { to: to ?? undefined });
  return ledgerHref(jobId, { account: account ?? undefined, from: from ?? undefined, to: to ?? undefined });
}

function Bones() {
  return (
    <div aria-hidden="true" className={classes.bones}>
      {[70, 54, 62, 48, 66].map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} />
      ))}
    </div>
  );
}
