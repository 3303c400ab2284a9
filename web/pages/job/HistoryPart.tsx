import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { historyPage } from '#contract/history/history.ts';
import type { Job } from '../../api/jobs.ts';
import { listQuery } from '../../api/resource.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { Timeline } from '../../ui/Timeline.tsx';
import classes from './job.module.css';
import { withDays } from '../../util/formats.ts';

type HistoryEvent = z.input<typeof historyPage>['items'][number];

/** Who changed what about the job and its tasks. What was posted stands in the ledger. */
export function HistoryPart({ job }: { job: Job }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    listQuery<HistoryEvent>(
      '/history',
      { subject: 'job', id: job.id },
      { changesWith: ['jobs', 'job-tasks'] },
    ),
  );
  const events = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <PageBody width="text">
      {data === undefined ? (
        error === null ? (
          <Skeleton height={180} />
        ) : (
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        )
      ) : events.length === 0 ? (
        <p className="quiet">Nothing was changed since the job was added.</p>
      ) : (
        <Timeline label={`History of ${job.number}`} events={events.map(eventOf)} />
      )}
      {hasNextPage && (
        <Button
          className={classes.more}
          variant="default"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show what was before
        </Button>
      )}
    </PageBody>
  );
}

function eventOf({ id, at, actorName, sentence, changes }: HistoryEvent) {
  const details = changes.map(({ label, before, after }) =>
    withDays(`${label}: ${before ?? 'none'} → ${after ?? 'none'}`),
  );
  return {
    id,
    at,
    who: actorName,
    text: withDays(sentence),
    ...(details.length === 0 ? {} : { detail: details.join(', ') }),
  };
}
