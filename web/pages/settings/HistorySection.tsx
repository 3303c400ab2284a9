import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { historyPage } from '#contract/history/history.ts';
import { listQuery } from '../../api/resource.ts';
import { Timeline } from '../../ui/Timeline.tsx';
import { Answered, SectionHead } from './parts.tsx';
import classes from './settings.module.css';

type Event = z.input<typeof historyPage>['items'][number];

/** Who changed what of the settings, and when. */
export function HistorySection() {
  const query = useInfiniteQuery(
    listQuery<Event>('/history', { subject: 'settings' }, { changesWith: ['settings'] }),
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  return (
    <>
      <SectionHead title="History">
        Who changed the firm, its lists, people and keys, and how it was before.
      </SectionHead>
      <Answered query={query}>
        {({ pages }) => {
          const events = pages.flatMap(({ items }) => items);
          if (events.length === 0)
            return (
              <p className="quiet">Nothing was changed yet. Every change of a setting will stand here.</p>
            );
          return (
            <>
              <Timeline label="History of the settings" events={events.map(eventOf)} />
              {hasNextPage && (
                <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  Show earlier ones
                </Button>
              )}
            </>
          );
        }}
      </Answered>
    </>
  );
}

function eventOf({ id, at, actorName, sentence, changes }: Event) {
  return {
    id,
    at,
    who: actorName,
    text: sentence,
    detail:
      changes.length === 0 ? undefined : (
        <div className={classes.changes}>
          {changes.map(({ field, label, before, after }) => (
            <div key={field}>{`${label}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`}</div>
          ))}
        </div>
      ),
  };
}
