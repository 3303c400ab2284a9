// What the run could not do, each with its reason and the way to mend it.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { BillingRun, RunJob, RunUnit } from '../../api/billing-runs.ts';
import { runsPath } from '../../api/billing-runs.ts';
import type { ListPage } from '../../api/resource.ts';
import { resourceQuery } from '../../api/resource.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import classes from './billing-run.module.css';
import { useRunActs } from './useRunActs.tsx';

type Refusals = NonNullable<RunUnit['refusals']>;

export function ParkedPart({ run }: { run: BillingRun }) {
  const path = `${runsPath}/${run.id}`;
  const states = 'parked,drafted,billed';
  const units = useQuery(resourceQuery<ListPage<RunUnit>>(`${path}/units`, { state: states, limit: 500 }));
  const jobs = useQuery(
    resourceQuery<ListPage<RunJob>>(`${path}/jobs`, { decision: 'writeOff', limit: 500 }),
  );
  const error = units.error ?? jobs.error;
  if (error !== null && units.data === undefined)
    return <ProblemNotice error={error} onRetry={() => void units.refetch()} />;
  const refused = units.data?.items.filter(({ refusals }) => refusals !== null && refusals.length > 0);
  const writeOffs = jobs.data?.items.filter(({ refusals }) => refusals !== null && refusals.length > 0) ?? [];
  return (
    <PageBody>
      {refused === undefined ? (
        <Skeleton height={200} />
      ) : refused.length + writeOffs.length === 0 ? (
        <Notice title="Nothing is parked">
          An invoice that would come to something else than it was rehearsed at, or that is refused, stands
          here with its reason. It stops no other.
        </Notice>
      ) : (
        <>
          <TryAgain run={run} />
          <ul className={classes.parked}>
            {refused.map((unit) => (
              <Unit key={unit.place} run={run} unit={unit} />
            ))}
            {writeOffs.map((job) => (
              <Item
                key={job.id}
                title={<AppLink href={`/jobs/${job.id}`}>{`${job.number ?? ''} ${job.name ?? ''}`}</AppLink>}
                what="Write-off"
                amount={job.writtenOff}
                currency={job.currency}
                refusals={job.refusals ?? []}
                ways={[['The job', `/jobs/${job.id}`]]}
              />
            ))}
          </ul>
        </>
      )}
    </PageBody>
  );
}

function TryAgain({ run }: { run: BillingRun }) {
  const acts = useRunActs(run);
  const mayRun = useMay()('billingRuns.run');
  if (!mayRun || run.state !== 'done') return null;
  return (
    <div className={classes.again}>
      <Button loading={acts.isBusy} onClick={() => acts.tryAgain('park')}>
        Try again
      </Button>
      <Button variant="default" onClick={() => acts.tryAgain('bill')}>
        Try again, as it is now
      </Button>
      <span className="quiet">
        Of what was parked. The first keeps to what was rehearsed; the second takes what has changed since.
      </span>
    </div>
  );
}

function Unit({ run, unit }: { run: BillingRun; unit: RunUnit }) {
  const invoice = unit.invoiceId === null ? null : `/invoices/${unit.invoiceId}`;
  const jobs = unit.jobs === 1 ? 'Its job' : 'Its jobs';
  return (
    <Item
      title={
        <AppLink href={`/clients/${unit.clientId}`}>{unit.clientName ?? 'A client that is gone'}</AppLink>
      }
      what={unit.invoiceNumber ?? `Invoice ${unit.place} of the run`}
      amount={unit.total}
      currency={unit.currency}
      refusals={unit.refusals ?? []}
      ways={[
        [jobs, `/billing-runs/${run.id}?tab=jobs&clientId=${unit.clientId}`],
        ['The client', `/clients/${unit.clientId}`],
        ...(invoice === null ? [] : ([['The invoice', invoice]] as const)),
      ]}
    />
  );
}

type ItemProps = {
  title: ReactNode;
  what: string;
  amount: string;
  currency: string;
  refusals: Refusals;
  ways: readonly (readonly [label: string, href: string])[];
};

function Item({ title, what, amount, currency, refusals, ways }: ItemProps) {
  const formats = useFormats();
  return (
    <li>
      <div>
        <strong>{title}</strong> <span className="quiet">{what}</span>
        <span className={classes.end}>
          <span className="quiet">{currency}</span> <Amount of={amount} />
        </span>
      </div>
      {refusals.map(({ code, detail, field, value }, place) => (
        <p key={`${code} ${formats.count(place)}`}>
          {detail}
          {field !== undefined && value !== undefined && <span className="quiet"> ({value})</span>}
        </p>
      ))}
      <nav aria-label="Ways to mend it">
        {ways.map(([label, href]) => (
          <AppLink key={href} href={href}>
            {label}
          </AppLink>
        ))}
      </nav>
    </li>
  );
}
