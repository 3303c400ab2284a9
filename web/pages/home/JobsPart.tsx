// The jobs that somebody answers for: what can be billed on them, and where more was worked than was budgeted.

import { useQuery } from '@tanstack/react-query';
import type { MyJob } from '../../api/home.ts';
import { myJobsQuery } from '../../api/home.ts';
import { pageOf } from '../../api/links.ts';
import { Chart } from '../../chart/Chart.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Day } from '../../ui/Day.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { useFirm } from '../../util/firm-context.ts';
import { sumOf } from '../../util/sums.ts';
import classes from './home.module.css';

const barsMax = 8;

export function JobsPart({ staffId }: { staffId: string }) {
  const { currency: own } = useFirm();
  const query = useQuery(myJobsQuery());
  const jobs = query.data?.items;
  if (jobs === undefined && query.isError) {
    return (
      <PageBody>
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      </PageBody>
    );
  }
  if (jobs?.length === 0) return <NoJobs />;
  const all = `/wip?manager=${staffId}`;
  const currencies = [...new Set(jobs?.map(({ currency }) => currency))].toSorted(
    (a, b) => Number(b === own) - Number(a === own),
  );
  const billable = (jobs ?? []).filter(({ netWip }) => Number(netWip) > 0);
  const over = (jobs ?? []).filter(({ overBudget }) => overBudget !== null);
  return (
    <PageBody>
      <div className={classes.figures}>
        <Figures
          figures={[
            ...(jobs === undefined ? [own] : currencies).map((currency, place) => ({
              label: place === 0 ? 'Net WIP of my jobs' : `In ${currency}`,
              isMain: place === 0,
              figure: 'netWip' as const,
              value: jobs && <Amount of={netWipOf(jobs, currency)} />,
              href: '#my-jobs',
              note: currency,
            })),
            { label: 'Jobs', value: jobs?.length },
            { label: 'Over budget', figure: 'job.over' as const, value: jobs && over.length },
          ]}
        />
      </div>
      <div className={classes.charts}>
        <WhatCanBeBilled jobs={billable.filter(({ currency }) => currency === currencies[0])} />
        <OverBudget jobs={over} />
      </div>
      {jobs !== undefined && <Jobs jobs={jobs} all={all} />}
    </PageBody>
  );
}

/** Exactly the sum of the jobs below. */
function netWipOf(jobs: readonly MyJob[], currency: string): string {
  return sumOf(jobs.filter((job) => job.currency === currency).map(({ netWip }) => netWip));
}

function WhatCanBeBilled({ jobs }: { jobs: readonly MyJob[] }) {
  const shown = jobs.slice(0, barsMax);
  if (shown.length === 0) {
    return (
      <Block title="What I can bill">
        <p className={classes.none}>Nothing is open on these jobs.</p>
      </Block>
    );
  }
  return (
    <Chart
      title="What I can bill"
      kind="bar"
      horizontal
      figure="netWip"
      placeName="Job"
      places={shown.map(({ jobNumber, jobName }) => `${jobNumber} ${jobName}`)}
      series={[{ name: 'Net WIP', values: shown.map(({ netWip }) => netWip) }]}
      hrefOf={(place) => pageOf(shown[place]?.links['unbilled'])}
    />
  );
}

function OverBudget({ jobs }: { jobs: readonly MyJob[] }) {
  return (
    <Block title="Over budget">
      {jobs.length === 0 ? (
        <p className={classes.none}>No job is over its budget.</p>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Job</th>
                <th scope="col" data-align="end">
                  Budget
                </th>
                <th scope="col" data-align="end">
                  Worked
                </th>
                <th scope="col" data-align="end">
                  Over by
                </th>
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <tr key={job.jobId}>
                  <JobName job={job} />
                  <td data-align="end">
                    <Amount of={job.budget} />
                  </td>
                  <td data-align="end">
                    <AppLink href={pageOf(job.links['ledger']) ?? `/jobs/${job.jobId}`}>
                      <Amount of={job.worked} />
                    </AppLink>
                  </td>
                  <td data-align="end" className={classes.over}>
                    <Amount of={job.overBudget} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Block>
  );
}

function Jobs({ jobs, all }: { jobs: readonly MyJob[]; all: string }) {
  return (
    <Block
      id="my-jobs"
      title="My jobs"
      actions={
        <AppLink className={classes.more} href={all}>
          All in Estimated Billings
        </AppLink>
      }
    >
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Job</th>
              <th scope="col" className={classes.optional}>
                Client
              </th>
              <th scope="col" className={classes.optional}>
                State
              </th>
              <th scope="col" data-align="end" className={classes.optional}>
                Due
              </th>
              <th scope="col" data-align="end" className={classes.optional}>
                Last billed
              </th>
              <th scope="col" data-align="end">
                Net WIP
              </th>
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <tr key={job.jobId}>
                <JobName job={job} />
                <td className={classes.optional}>
                  <AppLink href={`/clients/${job.clientId}`}>{job.clientName}</AppLink>
                </td>
                <td className={classes.optional}>{job.stateName}</td>
                <td data-align="end" className={classes.optional}>
                  <Day of={job.dueOn} />
                </td>
                <td data-align="end" className={classes.optional}>
                  {job.lastBilledOn === null ? 'Never' : <Day of={job.lastBilledOn} />}
                </td>
                <td data-align="end">
                  <AppLink href={pageOf(job.links['unbilled']) ?? `/jobs/${job.jobId}`}>
                    <Amount of={job.netWip} />
                  </AppLink>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Block>
  );
}

function JobName({ job: { jobId, jobNumber, jobName } }: { job: MyJob }) {
  return (
    <th scope="row">
      <AppLink href={`/jobs/${jobId}`}>
        {jobNumber} {jobName}
      </AppLink>
    </th>
  );
}

function NoJobs() {
  return (
    <PageBody>
      <Notice title="You answer for no job" action={<AppLink href="/jobs">All jobs</AppLink>}>
        Jobs of which you are the manager or partner stand here, with what can be billed on them.
      </Notice>
    </PageBody>
  );
}
