// Their figures beside ours, job by job. What differs is named, with its reason where one can be told, and can be brought
// to the figure of the source by one dated adjustment per job.

import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TieOut, TieOutJob } from '../../api/imports.ts';
import { listQuery } from '../../api/resource.ts';
import { useTell } from '../../api/useTell.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Explain } from '../../ui/Explain.tsx';
import { confirm } from '../../ui/confirm.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import classes from './imports.module.css';
import { figureWords } from './words.ts';
import { PlainTable } from './PlainTable.tsx';

export function TieOutBlock({ importId }: { importId: string }) {
  const [{ all }, change] = usePageSearch();
  const query = useInfiniteQuery(
    listQuery<TieOutJob>(`/imports/${importId}/tie-out`, {
      onlyDifferences: all === undefined ? 'true' : 'false',
    }),
  );
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  if (error !== null && data === undefined)
    return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  const first = data?.pages[0] as TieOut | undefined;
  if (first === undefined) return null;
  const jobs = data?.pages.flatMap(({ items }) => items) ?? [];
  const { totals } = first;
  if (totals.length === 0) {
    return (
      <Block title="Tie-out">
        <p className="quiet">
          The files held no figure of WIP to hold against. Read the source’s estimated billings or its report
          of unbilled WIP too, and every job is compared.
        </p>
      </Block>
    );
  }
  const open = totals.reduce((sum, { differing, adjusted }) => sum + differing - adjusted, 0);
  return (
    <Block
      title="Tie-out"
      actions={
        <>
          <Explain word="tieOut" />
          {open > 0 && <Adjust importId={importId} totals={totals} />}
        </>
      }
    >
      <Totals totals={totals} />
      <p className={classes.toggle}>
        <button type="button" onClick={() => change({ all: all === undefined ? 'yes' : undefined })}>
          {all === undefined ? 'Show all jobs' : 'Show only what differs'}
        </button>
      </p>
      {jobs.length > 0 && <Jobs jobs={jobs} />}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Block>
  );
}

function Totals({ totals }: { totals: TieOut['totals'] }) {
  const formats = useFormats();
  return (
    <PlainTable
      label="Theirs beside ours"
      heads={[
        'Figure',
        { end: 'Jobs' },
        { end: 'Theirs' },
        { end: 'Ours' },
        { end: 'Difference' },
        { end: 'Jobs that differ' },
        { end: 'Adjusted' },
      ]}
    >
      <tbody>
        {totals.map(({ figure, currency, jobs, source, netWip, difference, differing, adjusted }) => (
          <tr key={figure + currency}>
            <th scope="row">{`${figureWords[figure]} ${currency}`}</th>
            <td data-end>{formats.count(jobs)}</td>
            <td data-end>
              <Amount of={source} />
            </td>
            <td data-end>
              <Amount of={netWip} />
            </td>
            <td data-end>
              <Amount of={difference} />
            </td>
            <td data-end>{formats.count(differing)}</td>
            <td data-end>{formats.count(adjusted)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}

function Jobs({ jobs }: { jobs: readonly TieOutJob[] }) {
  return (
    <PlainTable
      label="Jobs"
      heads={['Job', { end: 'Theirs' }, { end: 'Ours' }, { end: 'Difference' }, 'Why']}
    >
      <tbody>
        {jobs.map((job) => (
          <tr key={job.jobId + job.figure}>
            <th scope="row">
              <AppLink href={`/jobs/${job.jobId}/ledger`}>{`${job.jobNumber} ${job.jobName}`}</AppLink>
              <div className="quiet">{`${job.clientName} · ${figureWords[job.figure]}`}</div>
            </th>
            <td data-end>
              <Amount of={job.source} />
            </td>
            <td data-end>
              <Amount of={job.netWip} />
            </td>
            <td data-end>
              <Amount of={job.difference} />
            </td>
            <td>
              {job.wipActionId !== null && 'Adjusted. '}
              {job.reasons.map(({ detail }) => detail).join(' ')}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}

/** Opening adjustments move WIP, so it asks; each is among the WIP actions and can be undone. */
function Adjust({ importId, totals }: { importId: string; totals: TieOut['totals'] }) {
  const may = useMay()('imports.run');
  const formats = useFormats();
  const adjusting = useTell<void>({
    send: () => ({ path: `/imports/${importId}/apply`, body: { adjust: true } }),
    changes: ['imports', 'wip', 'jobs', 'reports'],
    said: () => 'Every job stands at the figure of the source',
  });
  if (!may) return null;
  const jobs = totals.reduce((sum, { differing, adjusted }) => sum + differing - adjusted, 0);
  const adjust = async () => {
    const isSure = await confirm({
      title: `Bring ${formats.count(jobs)} ${jobs === 1 ? 'job' : 'jobs'} to their figure?`,
      consequence:
        'Each gets one opening adjustment, dated today and listed among the WIP actions, where it can be undone.',
      figures: totals.map(({ currency, difference }) => ({
        label: `Difference ${currency}`,
        value: <Amount of={difference} />,
      })),
      act: 'Adjust',
      tone: 'plain',
    });
    if (isSure) adjusting.tell();
  };
  return (
    <Button size="xs" variant="default" loading={adjusting.isBusy} onClick={() => void adjust()}>
      Bring jobs to their figure…
    </Button>
  );
}
