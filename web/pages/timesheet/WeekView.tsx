import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Timesheet } from '../../api/timesheet.ts';
import { useFirm } from '../../util/firm-context.ts';
import { AddRow } from './AddRow.tsx';
import { CellBar } from './CellBar.tsx';
import { makeCurrentCell } from './current-cell.ts';
import { focusCell } from './grid-keys.ts';
import type { CellRow } from './outbox.ts';
import { useStartTimer } from './timer/useTimer.ts';
import type { useWeek } from './useWeek.ts';
import type { WeekView as View } from './week-model.ts';
import { WeekGrid } from './WeekGrid.tsx';
import classes from './timesheet.module.css';

/** What the page offers by keys and the palette while a week is shown. */
export type WeekCommands = { onAdd: (act: () => void) => void };

type WeekViewProps = {
  week: ReturnType<typeof useWeek>;
  sheet: Timesheet;
  view: View;
  commands: WeekCommands;
};

/** The grid with what stands around it: where rows are added, and the line that tells of the cell one is in. */
export function WeekView({ week, sheet, view, commands }: WeekViewProps) {
  const [current] = useState(makeCurrentCell);
  const frame = useRef<HTMLDivElement>(null);
  const adding = useRef<HTMLInputElement>(null);
  const { staffId } = useFirm();
  const start = useStartTimer(staffId);
  useEffect(() => commands.onAdd(() => adding.current?.focus()), [commands]);
  useBeginning(adding, sheet.editable && view.rows.length === 0 && sheet.lastWeek.length === 0);
  const enterRow = useEnterRow(view, sheet, frame);
  const taken = useMemo(() => new Set(view.rows.map(({ row }) => row.jobTaskId)), [view.rows]);
  const onAdd = (row: CellRow) => {
    week.add([row]);
    enterRow(row);
  };
  const backIntoGrid = () => {
    const place = current.get();
    if (view.rows.length > 0) focusCell(frame.current, { row: view.rows.length - 1, day: place?.day ?? 0 });
  };
  return (
    <div className={classes.week} ref={frame} tabIndex={-1}>
      <WeekGrid
        view={view}
        today={sheet.today}
        writer={week.writer}
        current={current}
        onPutAway={week.putAway}
        onLeave={() => frame.current?.focus()}
        onBelow={() => adding.current?.focus()}
        onStart={sheet.staff.id === staffId ? start : null}
      >
        {sheet.editable && (
          <AddRow ref={adding} staffId={sheet.staff.id} taken={taken} onAdd={onAdd} onBack={backIntoGrid} />
        )}
        {sheet.editable && view.rows.length === 0 && <Offer sheet={sheet} onCopy={week.copyLastWeek} />}
        {!sheet.editable && view.rows.length === 0 && (
          <p className="quiet">No time was recorded in this week.</p>
        )}
      </WeekGrid>
      <CellBar view={view} current={current} writer={week.writer} />
    </div>
  );
}

/** For whoever has nothing to go on from, typing begins where the first row is added. */
function useBeginning(adding: React.RefObject<HTMLInputElement | null>, isBeginning: boolean) {
  useEffect(() => {
    const hasFocus = document.activeElement !== null && document.activeElement !== document.body;
    if (isBeginning && !hasFocus) adding.current?.focus();
  }, [adding, isBeginning]);
}

/** Puts the focus into a row that was just added, on today where today is in this week. */
function useEnterRow(view: View, sheet: Timesheet, frame: React.RefObject<HTMLDivElement | null>) {
  const wanted = useRef<string | null>(null);
  const [, draw] = useState(0);
  useEffect(() => {
    const row = view.rows.findIndex((each) => each.row.jobTaskId === wanted.current);
    if (row < 0) return;
    wanted.current = null;
    const today = view.days.findIndex(({ on }) => on === sheet.today);
    focusCell(frame.current, { row, day: Math.max(0, today) });
  });
  return ({ jobTaskId }: CellRow) => {
    wanted.current = jobTaskId;
    // A row that is there already brings no other drawing about.
    draw((times) => times + 1);
  };
}

type OfferProps = { sheet: Timesheet; onCopy: (withHours: boolean) => void };

/** An empty week: what it is for, and the rows of last week. */
function Offer({ sheet, onCopy }: OfferProps) {
  const { length } = sheet.lastWeek;
  if (length === 0) {
    return (
      <p className={classes.offer}>
        Type a few letters of a client, a job or a task above, press Enter, and type your hours: 1.5, 1:30 or
        90m. Tab leads to the next day, and N adds a note. The next row goes below the first.
      </p>
    );
  }
  return (
    <div className={classes.offer}>
      <p>
        Last week you worked on{' '}
        {sheet.lastWeek
          .slice(0, 3)
          .map(({ taskName, jobName }) => `${taskName} (${jobName})`)
          .join(', ')}
        {length > 3 && ` and ${length - 3} more`}.
      </p>
      <Button variant="default" size="xs" onClick={() => onCopy(false)}>
        {length === 1 ? 'Take this row' : `Take these ${length} rows`}
      </Button>
      <Button variant="subtle" size="xs" onClick={() => onCopy(true)}>
        With their hours
      </Button>
    </div>
  );
}
