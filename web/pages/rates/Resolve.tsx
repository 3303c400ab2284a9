import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Resolution } from '../../api/rates.ts';
import { resolutionQuery } from '../../api/rates.ts';
import { DayInput } from '../../form/DayInput.tsx';
import { JobPicker, JobTaskPicker, StaffPicker } from '../../form/pickers.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { todayIn } from '../../util/days.ts';
import { useFirm } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import classes from './rates.module.css';

/** Which rate applies to somebody's time on a job's task on a day, and why. The question is in the address. */
export function Resolve() {
  const [search, change] = usePageSearch();
  const { timeZone } = useFirm();
  const { job = '', jobTask = '', staff = '', on = todayIn(timeZone) } = search;
  const isAsked = job !== '' && jobTask !== '' && staff !== '';
  const { data, error, refetch } = useQuery({
    ...resolutionQuery({ jobId: job, jobTaskId: jobTask, staffId: staff, on }),
    enabled: isAsked,
  });
  const field = (name: string, value: string, clears: Record<string, undefined> = {}) => ({
    name,
    value,
    error: undefined,
    onBlur: () => undefined,
    onChange: (id: string) => change({ ...clears, [name]: id === '' ? undefined : id }),
  });
  return (
    <PageBody width="text">
      <div className={classes.question}>
        <JobPicker label="Job" {...field('job', job, { jobTask: undefined })} />
        <JobTaskPicker label="Task" jobId={job} {...field('jobTask', jobTask)} />
        <StaffPicker label="Who" {...field('staff', staff)} />
        <DayInput label="On" value={on} onChange={(day) => change({ on: day ?? undefined })} />
      </div>
      {!isAsked ? (
        <p className="quiet">
          Choose a job, one of its tasks and who does the work, to see which rate applies and why.
        </p>
      ) : error !== null && data === undefined ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={140} />
      ) : (
        <Answer resolution={data} />
      )}
    </PageBody>
  );
}

function Answer({ resolution }: { resolution: Resolution }) {
  const { ratePerHour, currency, reason, billable, passedOver, cost } = resolution;
  return (
    <>
      <Block title="The rate that applies">
        <Why amount={ratePerHour} currency={currency} isMain>
          {reason}
          {!billable && ' Time here is recorded at 0: the task is not billable or the job is excluded.'}
        </Why>
      </Block>
      {passedOver.length > 0 && (
        <Block title="Passed over">
          {passedOver.map((other, place) => (
            <Why key={place} amount={other.ratePerHour} currency={currency}>
              {other.reason}
            </Why>
          ))}
        </Block>
      )}
      {cost !== undefined && (
        <Block title="What the hour costs the firm">
          <Why amount={cost.ratePerHour} currency={cost.currency}>
            {cost.reason}
          </Why>
        </Block>
      )}
    </>
  );
}

type WhyProps = { amount: string; currency: string; isMain?: boolean; children: ReactNode };

function Why({ amount, currency, isMain = false, children }: WhyProps) {
  return (
    <div className={classes.why} data-main={isMain || undefined}>
      <span>
        <Amount of={amount} /> {currency}
      </span>
      <p>{children}</p>
    </div>
  );
}
