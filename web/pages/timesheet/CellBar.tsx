// The line below the grid: what is in the cell that has the focus, why it cannot be changed, what went wrong with it.

import { Kbd } from '@mantine/core';
import type { CurrentCell } from './current-cell.ts';
import { useCurrentCell } from './current-cell.ts';
import { useDayNames } from './day-names.ts';
import { useDurationStyle } from '../../util/firm-context.ts';
import { hoursOf } from './hours-style.ts';
import type { WeekWriter } from './useWeek.ts';
import type { CellView, WeekView } from './week-model.ts';
import classes from './timesheet.module.css';

type CellBarProps = { view: WeekView; current: CurrentCell; writer: WeekWriter };

export function CellBar({ view, current, writer }: CellBarProps) {
  const place = useCurrentCell(current);
  const cell = place === null ? undefined : view.rows[place.row]?.cells[place.day];
  return (
    <div className={classes.cellBar}>
      <div className={classes.cellSaid} aria-live="polite">
        {cell !== undefined && <Said cell={cell} writer={writer} />}
      </div>
      <div className={classes.hints} aria-hidden="true">
        <Kbd>N</Kbd> note <Kbd>S</Kbd> timer <Kbd>Esc</Kbd> leave
      </div>
    </div>
  );
}

function Said({ cell, writer }: { cell: CellView; writer: WeekWriter }) {
  const { long } = useDayNames();
  const style = useDurationStyle();
  const refused = cell.entries.find(({ change }) => change?.state === 'refused');
  const note = cell.entries.find((entry) => entry.note)?.note;
  const several = cell.entries.length > 1;
  return (
    <>
      <strong>{cell.row.taskName}</strong>
      <span>{long(cell.day)}</span>
      {cell.minutes > 0 && <span>{hoursOf(cell.minutes, style)} h</span>}
      {several && <span>{cell.entries.length} entries; N opens them</span>}
      {note && <span className={classes.cellNote}>{note}</span>}
      {refused?.change ? (
        <span className={classes.cellProblem}>
          Not saved: {refused.change.problem}{' '}
          <button type="button" onClick={() => writer.retry(refused.change!, refused)}>
            Try again
          </button>{' '}
          <button type="button" onClick={() => writer.drop(refused.change!)}>
            Discard
          </button>
        </span>
      ) : (
        cell.reason !== null && <span className={classes.cellReason}>{cell.reason}</span>
      )}
    </>
  );
}
