// The timesheet: somebody's week as a grid, or a day of it for the phone. Which week, whose, and how it is shown stands
// in the address.

import { Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useCommands } from '../../util/commands.ts';
import { daysFrom, todayIn } from '../../util/days.ts';
import { useFirm } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { useDayNames } from './day-names.ts';
import { DayView } from './DayView.tsx';
import { SaveState } from './SaveState.tsx';
import { useWeek } from './useWeek.ts';
import { DoneBanner, MoreActions, StaffChoice, ViewChoice, WeekDone, WeekSteps } from './WeekActions.tsx';
import { weekStartOf } from './week-start.ts';
import { WeekView } from './WeekView.tsx';
import classes from './timesheet.module.css';
import type { WeekCommands } from './WeekView.tsx';

export function TimesheetPage() {
  const [search, change] = usePageSearch();
  const firm = useFirm();
  const staffId = search['staff'] ?? firm.staffId;
  if (staffId === null) {
    return (
      <>
        <title>Timesheet · Workledger</title>
        <PageHeader title="Timesheet">
          <StaffChoice staffId="" name={undefined} onChange={(staff) => change({ staff })} />
        </PageHeader>
        <Notice title="You record no time of your own">
          Choose a person to see their week. To record your own, have yourself linked with a staff member.
        </Notice>
      </>
    );
  }
  return <TimesheetOf key={staffId} staffId={staffId} />;
}

function TimesheetOf({ staffId }: { staffId: string }) {
  const [search, change] = usePageSearch();
  const firm = useFirm();
  const isNarrow = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  const names = useDayNames();
  const today = todayIn(firm.timeZone);
  const day = search['day'] ?? today;
  const weekStart = weekStartOf(day, firm.weekStartsOn);
  const shown = search['view'] ?? (isNarrow ? 'day' : 'week');
  const week = useWeek({ staffId, weekStart });
  const { query, sheet, view, changes } = week;
  const go = (to: string | undefined) => change({ day: to === undefined || to === today ? undefined : to });
  const commands = useWeekKeys({ weekStart, go });
  return (
    <>
      <title>{`Timesheet, ${names.span(weekStart, daysFrom(weekStart, 6))} · Workledger`}</title>
      <PageHeader title={titleOf(sheet?.staff, firm.staffId)}>
        <StaffChoice
          staffId={staffId}
          name={sheet?.staff.name}
          onChange={(staff) => change({ staff: staff === firm.staffId ? undefined : staff })}
        />
        {!isNarrow && (
          <ViewChoice value={shown === 'day' ? 'day' : 'week'} onChange={(to) => change({ view: to })} />
        )}
        {sheet && <MoreActions sheet={sheet} onCopy={week.copyLastWeek} />}
        {sheet && <WeekDone sheet={sheet} unsaved={changes.length} />}
      </PageHeader>
      <div className={classes.under}>
        <WeekSteps weekStart={weekStart} thisWeek={weekStartOf(today, firm.weekStartsOn)} onGo={go} />
        <SaveState changes={changes} />
      </div>
      {query.isError && sheet === undefined && (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <Outline />}
      {sheet && view && (
        <>
          <DoneBanner sheet={sheet} minutes={view.minutes} />
          {shown === 'day' ? (
            <DayView key={weekStart} week={week} sheet={sheet} view={view} day={day} onGo={go} />
          ) : (
            <WeekView key={weekStart} week={week} sheet={sheet} view={view} commands={commands} />
          )}
        </>
      )}
    </>
  );
}

function titleOf(staff: { id: string; name: string } | undefined, own: string | null): string {
  return staff === undefined || staff.id === own ? 'Timesheet' : `Timesheet of ${staff.name}`;
}

/** Going from week to week by keys, also while in a cell; and what the palette offers here. */
function useWeekKeys({
  weekStart,
  go,
}: {
  weekStart: string;
  go: (day: string | undefined) => void;
}): WeekCommands {
  const addRow = useRef(() => {});
  const [onAdd] = useState(() => (act: () => void) => {
    addRow.current = act;
  });
  const before = () => go(daysFrom(weekStart, -7));
  const after = () => go(daysFrom(weekStart, 7));
  useCommands([
    { label: 'Add a row to the week', key: 'a', onChoose: () => addRow.current() },
    { label: 'Week before', key: 'p', onChoose: before },
    { label: 'Next week', key: 'n', onChoose: after },
    { label: 'This week', key: '.', onChoose: () => go(undefined) },
  ]);
  const latest = useRef({ before, after });
  latest.current = { before, after };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.altKey || (event.key !== 'PageUp' && event.key !== 'PageDown')) return;
      event.preventDefault();
      (document.activeElement as HTMLElement | null)?.blur();
      if (event.key === 'PageUp') latest.current.before();
      else latest.current.after();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return { onAdd };
}

function Outline() {
  return (
    <div className={classes.outline} aria-hidden="true">
      {[1, 2, 3, 4, 5].map((line) => (
        <Skeleton key={line} height={38} radius={4} />
      ))}
    </div>
  );
}
