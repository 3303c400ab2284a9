import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { jobQuery, type Job } from '../../api/jobs.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { lastAddress } from '../../util/last-address.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { JobHead } from './JobHead.tsx';
import { Overview } from './Overview.tsx';

const route = getRouteApi('/shell/jobs/$jobId');

export type PartProps = { job: Job };

const parts: Readonly<Record<string, React.ComponentType<PartProps>>> = {
  overview: Overview,
  time: lazy(async () => ({ default: (await import('./TimePart.tsx')).TimePart })),
  costs: lazy(async () => ({ default: (await import('./CostsPart.tsx')).CostsPart })),
  tasks: lazy(async () => ({ default: (await import('./TasksPart.tsx')).TasksPart })),
  quotes: lazy(async () => ({ default: (await import('./DocumentParts.tsx')).QuotesPart })),
  invoices: lazy(async () => ({ default: (await import('./DocumentParts.tsx')).InvoicesPart })),
  history: lazy(async () => ({ default: (await import('./HistoryPart.tsx')).HistoryPart })),
};

/** A job: its figures across the top, and its parts below. */
export function JobPage() {
  const { jobId } = route.useParams();
  const [{ tab }] = usePageSearch();
  const { data: job, error, refetch } = useQuery(jobQuery(jobId));
  const part = tab !== undefined && tab in parts ? tab : 'overview';
  const Part = parts[part] ?? Overview;
  if (job === undefined && error !== null) {
    return (
      <>
        <title>Job · Workledger</title>
        <PageHeader title="Job" back={{ href: lastAddress('/jobs'), label: 'Jobs' }} />
        <PageBody>
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        </PageBody>
      </>
    );
  }
  return (
    <>
      <title>{job === undefined ? 'Job · Workledger' : `${job.number} ${job.name} · Workledger`}</title>
      <JobHead jobId={jobId} job={job} part={part} />
      {job === undefined ? (
        <Waiting />
      ) : (
        <Suspense fallback={<Waiting />}>
          <Part key={jobId} job={job} />
        </Suspense>
      )}
    </>
  );
}

function Waiting() {
  return (
    <PageBody>
      <Skeleton height={180} />
    </PageBody>
  );
}
