import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { EstimatedBillings, EstimatedBillingsRow } from '#contract/reports/estimated-billings.ts';
import type { Job, JobProgress, JobTask } from '../../api/jobs.ts';
import { jobProgressQuery } from '../../api/jobs.ts';
import { resourceQuery } from '../../api/resource.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { ComputedHead } from '../../ui/ComputedHead.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block, Facts, PageBody } from '../../ui/PageBody.tsx';
import { useHeadStops } from '../../ui/useHeadStops.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { isNegative, isZero, sumOf } from '../../util/sums.ts';
import { ageHref } from '../report/ages.ts';
import classes from './job.module.css';

/** Where the job stands: work against what was estimated, how old what is open is, and what is known of it. */
export function Overview({ job }: { job: Job }) {
  const may = useMay();
  return (
    <PageBody>
      <Progress job={job} />
      {may('wip.read') && may('reports.read') && <Ageing job={job} />}
      <JobFacts job={job} />
    </PageBody>
  );
}

function Progress({ job }: { job: Job }) {
  const { data, error, refetch } = useQuery(jobProgressQuery(job.id));
  return (
    <Block title="Work against the estimate">
      {error !== null && data === undefined ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={34 * (job.tasks.length + 1)} />
      ) : data.tasks.length === 0 ? (
        <p className="quiet">
          No tasks yet. Time is recorded on tasks;{' '}
          <AppLink href={`/jobs/${job.id}?tab=tasks`}>add them</AppLink>.
        </p>
      ) : (
        <ProgressTable job={job} progress={data} />
      )}
    </Block>
  );
}

type TaskProgress = JobProgress['tasks'][number];

function ProgressTable({ job, progress }: { job: Job; progress: JobProgress }) {
  const formats = useFormats();
  const stops = useHeadStops();
  const all = `/jobs/${job.id}?tab=time`;
  const named = new Map(job.tasks.map((task) => [task.id, task]));
  const withMoney = progress.tasks.some(({ recorded }) => recorded !== undefined);
  const minutes = (of: (task: TaskProgress) => number) =>
    formats.hours(progress.tasks.reduce((sum, task) => sum + of(task), 0));
  const money = (of: (task: TaskProgress) => string | undefined) =>
    sumOf(progress.tasks.map((task) => of(task) ?? null));
  return (
    <div className={classes.scroller}>
      <table className={classes.tasks}>
        <caption className="visually-hidden">Time on each task against its estimate</caption>
        <thead {...stops}>
          <tr>
            <th scope="col">Task</th>
            <ComputedHead figure="job.estimate" label="Estimate" />
            <ComputedHead figure="job.hours" label="Worked" />
            <th scope="col" className={classes.bar}>
              <span className="visually-hidden">Share of the estimate</span>
            </th>
            <ComputedHead figure="job.left" label="Left" />
            {withMoney && <ComputedHead figure="recorded" label="Recorded" />}
            {withMoney && <ComputedHead figure="open" label="Open" />}
          </tr>
        </thead>
        <tbody>
          {progress.tasks.map((task) => (
            <TaskLine key={task.jobTaskId} job={job} task={named.get(task.jobTaskId)} progress={task} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">In all</th>
            <td>{minutes(({ estimatedMinutes }) => estimatedMinutes)}</td>
            <td>
              <AppLink href={all}>{minutes(({ recordedMinutes }) => recordedMinutes)}</AppLink>
            </td>
            <td className={classes.bar} />
            <td />
            {withMoney && (
              <td>
                <AppLink href={all}>
                  <Amount of={money(({ recorded }) => recorded)} />
                </AppLink>
              </td>
            )}
            {withMoney && (
              <td>
                <AppLink href={`/reports/unbilled-detail?jobId=${job.id}`}>
                  <Amount of={money(({ open }) => open)} />
                </AppLink>
              </td>
            )}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

type TaskLineProps = { job: Job; task: JobTask | undefined; progress: TaskProgress };

function TaskLine({ job, task, progress }: TaskLineProps) {
  const formats = useFormats();
  const { estimatedMinutes, recordedMinutes, recorded, open } = progress;
  const left = estimatedMinutes - recordedMinutes;
  const entries = `/jobs/${job.id}?tab=time&jobTaskId=${progress.jobTaskId}`;
  const name = task === undefined ? '' : task.label === null ? task.name : `${task.name}: ${task.label}`;
  return (
    <tr>
      <th scope="row">
        <span className={classes.taskName} title={name}>
          {name}
        </span>
        {task?.billable === false && <span className="quiet"> · not billable</span>}
        {typeof task?.completedOn === 'string' && <span className="quiet"> · completed</span>}
      </th>
      <td>{estimatedMinutes === 0 ? null : formats.hours(estimatedMinutes)}</td>
      <td>
        <AppLink href={entries}>{formats.hours(recordedMinutes)}</AppLink>
      </td>
      <td className={classes.bar}>
        {estimatedMinutes > 0 && (
          <div className={classes.track} data-over={left < 0 || undefined}>
            <div style={{ width: `${Math.min(100, (100 * recordedMinutes) / estimatedMinutes)}%` }} />
          </div>
        )}
      </td>
      <td>
        {estimatedMinutes === 0 ? null : left < 0 ? `${formats.hours(-left)} over` : formats.hours(left)}
      </td>
      {recorded !== undefined && (
        <td>
          <AppLink href={entries}>
            <Amount of={recorded} />
          </AppLink>
        </td>
      )}
      {open !== undefined && (
        <td>
          <AppLink href={`${entries}&open=true`}>
            <Amount of={open} />
          </AppLink>
        </td>
      )}
    </tr>
  );
}

const ages = [
  ['ageCurrent', 'Current', '--age-1'],
  ['ageOneMonth', '1 month', '--age-2'],
  ['ageTwoMonths', '2 months', '--age-3'],
  ['ageThreeMonthsPlus', '3 months +', '--age-4'],
] as const;

function Ageing({ job }: { job: Job }) {
  const { data, error, refetch } = useQuery(
    resourceQuery<EstimatedBillings>(
      '/reports/estimated-billings',
      { text: job.number, clientId: job.clientId, limit: 100 },
      { changesWith: ['wip', 'jobs'] },
    ),
  );
  const row = data?.items.find(({ jobId }) => jobId === job.id);
  return (
    <Block title="Age of what is open" figure="age">
      {error !== null && data === undefined ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={64} />
      ) : row === undefined ? (
        <p className="quiet">Nothing is open: the job is not in Estimated Billings.</p>
      ) : (
        <Ages row={row} />
      )}
    </Block>
  );
}

function Ages({ row }: { row: EstimatedBillingsRow }) {
  return (
    <>
      <div className={classes.ages} aria-hidden="true">
        {ages.map(([key, , token]) =>
          isZero(row[key]) || isNegative(row[key]) ? null : (
            // Only the look of a share; the figures stand below it.
            <div key={key} style={{ flexGrow: Number.parseFloat(row[key]), background: `var(${token})` }} />
          ),
        )}
      </div>
      <dl className={classes.legend}>
        {ages.map(([key, label, token]) => (
          <div key={key}>
            <dt style={{ '--mark': `var(${token})` } as React.CSSProperties}>{label}</dt>
            <dd>
              {isZero(row[key]) ? (
                <Amount of={row[key]} />
              ) : (
                <AppLink href={ageHref({ jobId: row.jobId }, key)}>
                  <Amount of={row[key]} />
                </AppLink>
              )}
            </dd>
          </div>
        ))}
        {row.onDraft !== null && !isZero(row.onDraft) && (
          <div>
            <dt style={{ '--mark': 'var(--rule-strong)' } as React.CSSProperties}>Of it on drafts</dt>
            <dd>
              <AppLink href={`/jobs/${row.jobId}?tab=invoices`}>
                <Amount of={row.onDraft} />
              </AppLink>
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

function JobFacts({ job }: { job: Job }) {
  const formats = useFormats();
  const day = (date: string | null | undefined) => (date ? formats.date(date) : null);
  const { rounding } = job;
  return (
    <Block title="About the job">
      <Facts
        facts={[
          ['Client', job.clientName],
          ['Manager', job.managerName],
          ['Partner', job.partnerName],
          ['Category', job.category],
          ['Description', job.description],
          ['Starts', day(job.startOn)],
          ['Due', day(job.dueOn)],
          ['Completed', day(job.completedOn)],
          ['Last billed', day(job.lastBilledOn)],
          ['Client’s order number', job.clientOrderNumber],
          ['Time is priced', job.rateBasis === 'task' ? 'By what is done' : 'By who does it'],
          [
            'Time is rounded',
            rounding === null
              ? 'As the client'
              : `${rounding.direction}, steps of ${rounding.incrementMinutes} minutes`,
          ],
          ['Estimated Billings', job.excluded ? 'Excluded: the job accrues no WIP' : null],
        ]}
      />
    </Block>
  );
}
