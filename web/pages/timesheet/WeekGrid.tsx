// The week as a grid. It is a table with the role of a grid: a row for each task of a job, a field for each day. Rows
// are added at its foot by typing.

import { memo, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useDurationStyle, useFormats } from '../../util/firm-context.ts';
import { Icon } from '../../ui/icons.tsx';
import { CellDetails } from './CellDetails.tsx';
import type { CurrentCell } from './current-cell.ts';
import { useDayNames } from './day-names.ts';
import type { Place } from './grid-keys.ts';
import { focusCell } from './grid-keys.ts';
import type { HoursStyle } from './hours-style.ts';
import { hoursIn, hoursOf, readHours } from './hours-style.ts';
import type { CellRow } from './outbox.ts';
import { WeekCell } from './WeekCell.tsx';
import type { CellView, RowView, WeekView } from './week-model.ts';
import type { WeekWriter } from './useWeek.ts';
import classes from './grid.module.css';
import type { GridActions } from './grid-actions.ts';

type WeekGridProps = {
  view: WeekView;
  today: string;
  writer: WeekWriter;
  current: CurrentCell;
  onPutAway: (row: CellRow) => void;
  onLeave: () => void;
  onBelow: () => void;
  /** Starts a timer; null in the week of somebody else. */
  onStart: ((row: CellRow, note: string | null) => void) | null;
  /** What stands below the rows: where one is added. */
  children: ReactNode;
};

export function WeekGrid(props: WeekGridProps) {
  const { view, today, onPutAway, onStart, children } = props;
  const grid = useRef<HTMLTableElement>(null);
  const style = useDurationStyle();
  const [opened, setOpened] = useState<Place | null>(null);
  const actions = useActions(props, grid, setOpened);
  const close = () => {
    setOpened(null);
    if (opened !== null) focusCell(grid.current, opened);
  };
  const cell = opened === null ? undefined : view.rows[opened.row]?.cells[opened.day];
  return (
    <div className={classes.scroller}>
      <table
        ref={grid}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- one moves about in it
        role="grid"
        aria-label="Hours of the week"
        aria-rowcount={view.rows.length + 2}
        className={classes.grid}
      >
        <colgroup>
          <col className={classes.work} />
          {view.days.map(({ on }) => (
            <col key={on} className={classes.day} />
          ))}
          <col className={classes.sum} />
        </colgroup>
        <Head days={view.days} today={today} />
        <tbody>
          {view.rows.map((row, place) => (
            <Row
              key={row.row.jobTaskId}
              row={row}
              place={place}
              rowCount={view.rows.length}
              style={style}
              actions={actions}
              onPutAway={onPutAway}
              onStart={onStart}
            />
          ))}
          <tr className={classes.adding}>
            <td colSpan={9}>{children}</td>
          </tr>
        </tbody>
        <Foot view={view} style={style} />
      </table>
      {opened !== null && cell !== undefined && (
        <CellDetails
          cell={cell}
          anchor={() => anchorOf(grid.current, opened)}
          writer={props.writer}
          onClose={close}
        />
      )}
    </div>
  );
}

function anchorOf(grid: HTMLElement | null, { row, day }: Place): HTMLElement | null {
  return grid?.querySelector<HTMLElement>(`input[data-row="${row}"][data-day="${day}"]`) ?? null;
}

/** What cells may do. Made once, so that no cell is drawn again because of it; it looks up the rest when it is used. */
function useActions(
  props: WeekGridProps,
  grid: React.RefObject<HTMLTableElement | null>,
  open: (place: Place) => void,
): GridActions {
  const latest = useRef(props);
  latest.current = props;
  return useMemo(() => {
    const now = () => latest.current;
    return {
      grid: () => grid.current,
      write: (cell, content) => now().writer.write(cell, content),
      draftOf: (cell) => now().writer.draftOf(cell),
      keepDraft: (cell, text) => now().writer.keepDraft(cell, text),
      undo: () => now().writer.undo(),
      enter: (place) => now().current.set(place),
      leave: () => now().onLeave(),
      below: () => now().onBelow(),
      openDetails: open,
      start: ({ row, entries }) => now().onStart?.(row, entries[0]?.note ?? null),
      paste(place, cells) {
        const { view, writer } = now();
        for (const [down, line] of cells.entries()) {
          for (const [right, text] of line.entries()) {
            const cell = view.rows[place.row + down]?.cells[place.day + right];
            const { minutes } = readHours(text);
            const takes = cell !== undefined && cell.reason === null && cell.entries.length <= 1;
            if (takes && minutes !== null && minutes !== cell.minutes) writer.write(cell, { minutes });
          }
        }
      },
    };
  }, [grid, open]);
}

function Head({ days, today }: { days: WeekView['days']; today: string }) {
  const { weekday, dayOfMonth } = useDayNames();
  return (
    <thead>
      <tr>
        <th scope="col">Job and task</th>
        {days.map(({ on, targetMinutes, reason }) => (
          <th
            key={on}
            scope="col"
            data-today={on === today || undefined}
            data-off={targetMinutes === 0 || undefined}
            title={reason ?? undefined}
          >
            <span className={classes.weekday}>{weekday(on)}</span> {dayOfMonth(on)}
          </th>
        ))}
        <th scope="col">Total</th>
      </tr>
    </thead>
  );
}

type RowProps = {
  row: RowView;
  place: number;
  rowCount: number;
  style: HoursStyle;
  actions: GridActions;
  onPutAway: (row: CellRow) => void;
  onStart: WeekGridProps['onStart'];
};

const Row = memo(function Row({ row, place, rowCount, style, actions, onPutAway, onStart }: RowProps) {
  const formats = useFormats();
  const { clientName, jobNumber, jobName, taskName } = row.row;
  const name = `${jobNumber} ${jobName}, ${taskName}`;
  return (
    <tr>
      <th scope="row" title={row.reason ?? `${clientName} · ${jobNumber} ${jobName} · ${taskName}`}>
        <span className={classes.what}>
          <span className={classes.task}>
            {taskName}
            {!row.row.taskIsBillable && <span className={classes.unbilled}>not billable</span>}
          </span>
          <span className={classes.job}>
            {clientName} · {jobNumber} {jobName}
          </span>
        </span>
        {onStart !== null && row.reason === null && (
          <button
            type="button"
            tabIndex={-1}
            className={classes.rowAction}
            aria-label={`Start a timer on ${name}`}
            title="Start a timer  S"
            onClick={() => onStart(row.row, null)}
          >
            <Icon name="play" size={12} />
          </button>
        )}
        {row.isEmpty && (
          <button
            type="button"
            tabIndex={-1}
            className={classes.rowAction}
            aria-label={`Put away ${name}`}
            onClick={() => onPutAway(row.row)}
          >
            <Icon name="close" size={12} />
          </button>
        )}
      </th>
      {row.cells.map((cell: CellView, day) => (
        <WeekCell
          key={cell.day}
          cell={cell}
          label={`${name}, ${formats.date(cell.day)}`}
          row={place}
          day={day}
          rowCount={rowCount}
          style={style}
          actions={actions}
        />
      ))}
      <td className={classes.total}>{hoursIn(row.minutes, style)}</td>
    </tr>
  );
});

function Foot({ view, style }: { view: WeekView; style: HoursStyle }) {
  return (
    <tfoot>
      <tr>
        <th scope="row">Total</th>
        {view.days.map((day) => (
          <td key={day.on} className={classes.total}>
            <Against {...day} style={style} />
          </td>
        ))}
        <td className={classes.total}>
          <Against minutes={view.minutes} targetMinutes={view.targetMinutes} style={style} showsShare />
        </td>
      </tr>
    </tfoot>
  );
}

type AgainstProps = {
  minutes: number;
  targetMinutes: number;
  style: HoursStyle;
  /** Says in percent how far it has come. */
  showsShare?: boolean;
};

/** A sum, how far it has come, and below it what it is measured by. */
function Against({ minutes, targetMinutes, style, showsShare = false }: AgainstProps) {
  const reached = targetMinutes === 0 ? 0 : minutes / targetMinutes;
  const share = Math.min(1, reached);
  return (
    <span className={classes.against}>
      <span>{hoursOf(minutes, style)}</span>
      {targetMinutes > 0 && (
        <>
          <span className={classes.target}>
            of {hoursOf(targetMinutes, style)}
            {showsShare && ` · ${Math.floor(reached * 100)} %`}
          </span>
          <span className={classes.bar} data-full={share === 1 || undefined}>
            <span style={{ width: `${Math.round(share * 100)}%` }} />
          </span>
        </>
      )}
    </span>
  );
}
