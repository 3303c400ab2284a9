import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { checklistQuery, closesQuery, locksQuery } from '../../api/periods.ts';
import { pageOf } from '../../api/links.ts';
import type { PeriodClose } from '../../api/periods.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { DayPicker } from '../../ui/DayPicker.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useCommands } from '../../util/commands.ts';
import { endOfMonth, todayIn } from '../../util/days.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { isDate } from '../../util/search.ts';
import { Checklist } from './Checklist.tsx';
import { Closes } from './Closes.tsx';
import classes from './period-close.module.css';

/** What to look at before a period is closed, closing it, and the periods that were closed. */
export function PeriodClosePage() {
  const [search, change] = usePageSearch();
  const { timeZone } = useFirm();
  const { data: closes } = useQuery(closesQuery());
  const given = search['end'];
  // The month after the last close that stands, once that is over; until then the one that is closed.
  const last = closes?.items.find(({ reopening }) => reopening === null);
  const end = isDate(given) ? (given ?? '') : nextEnd(last?.endedOn, todayIn(timeZone));
  const isClosed = last !== undefined && last.endedOn >= end;
  const isKnown = isDate(given) || closes !== undefined;
  useCommands([
    { label: 'The period before', key: 'b', onChoose: () => change({ end: endOfMonth(end, -1) }) },
    { label: 'The period after', key: 'f', onChoose: () => change({ end: endOfMonth(end, 1) }) },
  ]);
  return (
    <>
      <title>Period close · Workledger</title>
      <PageHeader title="Period close">
        <AppLink href={`/reports/wip-journal?to=${end}`} className={classes.link}>
          WIP journal
        </AppLink>
        <DayPicker name="Ends" value={isKnown ? end : undefined} onChange={(day) => change({ end: day })} />
      </PageHeader>
      <LockDates />
      <PageBody>
        {!isKnown ? (
          <Skeleton height={420} />
        ) : isClosed ? (
          <Closed end={end} last={last} />
        ) : (
          <Period end={end} />
        )}
        <Block title="Closed periods">
          <Closes />
        </Block>
      </PageBody>
    </>
  );
}

function nextEnd(lastEnd: string | undefined, today: string): string {
  const before = endOfMonth(today, -1);
  if (lastEnd === undefined) return before;
  const next = endOfMonth(lastEnd, 1);
  if (next < today) return next;
  return before > lastEnd ? before : lastEnd;
}

/** A period that is closed has nothing to look at any more; what it left, and the one that comes after it, do. */
function Closed({ end, last }: { end: string; last: PeriodClose }) {
  const formats = useFormats();
  const { timeZone } = useFirm();
  const next = endOfMonth(last.endedOn, 1);
  const journal = pageOf(last.links.journal);
  return (
    <Block
      title={`Closed to ${formats.date(last.endedOn)}`}
      actions={
        <span className={classes.acts}>
          {last.endedOn === end && journal !== undefined && (
            <Button size="xs" component={AppLink} href={journal} variant="default">
              WIP journal
            </Button>
          )}
          {next < todayIn(timeZone) && (
            <Button size="xs" component={AppLink} href={`/period-close?end=${next}`}>
              {`On to ${formats.month(next)}`}
            </Button>
          )}
        </span>
      }
    >
      <p className="quiet">
        Nothing can be dated into the period any more. What it was closed with stands below.
      </p>
    </Block>
  );
}

function Period({ end }: { end: string }) {
  const { data, error, isPlaceholderData, refetch } = useQuery(checklistQuery(end));
  if (data === undefined)
    return error === null ? (
      <Skeleton height={420} />
    ) : (
      <ProblemNotice error={error} onRetry={() => void refetch()} />
    );
  return <Checklist key={end} checklist={data} isStale={isPlaceholderData} />;
}

function LockDates() {
  const formats = useFormats();
  const { data: locks } = useQuery(locksQuery());
  const day = (lock: string | null) => (lock === null ? 'no lock' : `to ${formats.date(lock)}`);
  return (
    <p className={classes.locks}>
      {locks === undefined ? (
        <>&nbsp;</>
      ) : (
        <>
          WIP is locked: <strong>{day(locks.wipLockOn)}</strong>. Everything is locked:{' '}
          <strong>{day(locks.periodLockOn)}</strong>.
        </>
      )}
    </p>
  );
}
