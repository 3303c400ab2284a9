// A day of the week for the thumb: what was worked on, large; adding; the timer.

import { Button, Drawer, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Timesheet } from '../../api/timesheet.ts';
import { Icon } from '../../ui/icons.tsx';
import { useDurationStyle, useFirm } from '../../util/firm-context.ts';
import { EntryForms } from './CellDetails.tsx';
import { useDayNames } from './day-names.ts';
import { hoursIn, hoursOf } from './hours-style.ts';
import type { CellRow } from './outbox.ts';
import { useStartTimer } from './timer/useTimer.ts';
import type { useWeek } from './useWeek.ts';
import { useFoundRows } from './useFoundRows.ts';
import type { CellView, WeekView } from './week-model.ts';
import { plainRow } from './week-model.ts';
import classes from './day.module.css';

type DayViewProps = {
  week: ReturnType<typeof useWeek>;
  sheet: Timesheet;
  view: WeekView;
  day: string;
  onGo: (day: string) => void;
};

type Opened = { adding: true } | { row: CellRow } | null;

export function DayView({ week, sheet, view, day, onGo }: DayViewProps) {
  const [opened, setOpened] = useState<Opened>(null);
  const style = useDurationStyle();
  const { long } = useDayNames();
  const { staffId } = useFirm();
  const start = useStartTimer(staffId);
  const cells = view.rows.flatMap(({ cells: ofRow }) => ofRow.find((cell) => cell.day === day) ?? []);
  const worked = cells.filter(({ entries }) => entries.length > 0);
  const others = cells.filter(({ entries, reason }) => entries.length === 0 && reason === null);
  const total = view.days.find(({ on }) => on === day);
  const mayStart = day === sheet.today && sheet.editable && sheet.staff.id === staffId;
  const onStart = mayStart ? (cell: CellView) => start(cell.row, cell.entries[0]?.note ?? null) : null;
  return (
    <div className={classes.day}>
      <Strip view={view} day={day} today={sheet.today} onGo={onGo} />
      <div className={classes.scroll}>
        <h2 className={classes.title}>
          {long(day)}
          <span>
            {hoursOf(total?.minutes ?? 0, style)}
            {total !== undefined && total.targetMinutes > 0 && (
              <span className="quiet"> of {hoursOf(total.targetMinutes, style)} h</span>
            )}
          </span>
        </h2>
        {total?.reason && <p className="quiet">{total.reason}</p>}
        <ul className={classes.list}>
          {worked.map((cell) => (
            <Card
              key={cell.row.jobTaskId}
              cell={cell}
              onOpen={() => setOpened({ row: cell.row })}
              onStart={onStart}
            />
          ))}
        </ul>
        {worked.length === 0 && total?.reason === null && (
          <p className={classes.nothing}>Nothing recorded on this day yet.</p>
        )}
        {others.length > 0 && (
          <>
            <h3 className={classes.subtitle}>Also in this week</h3>
            <ul className={classes.list} data-quiet>
              {others.map((cell) => (
                <Card
                  key={cell.row.jobTaskId}
                  cell={cell}
                  onOpen={() => setOpened({ row: cell.row })}
                  onStart={onStart}
                />
              ))}
            </ul>
          </>
        )}
        <Offer sheet={sheet} view={view} onCopy={() => week.copyLastWeek(false)} />
      </div>
      {sheet.editable && total?.reason === null && (
        <div className={classes.foot}>
          <Button
            fullWidth
            size="lg"
            leftSection={<Icon name="plus" />}
            onClick={() => setOpened({ adding: true })}
          >
            Add time
          </Button>
        </div>
      )}
      <Sheet opened={opened} setOpened={setOpened} {...{ week, sheet, view, day }} />
    </div>
  );
}

type StripProps = { view: WeekView; day: string; today: string; onGo: (day: string) => void };

/** The days of the week with their hours. */
function Strip({ view, day, today, onGo }: StripProps) {
  const { weekday, dayOfMonth } = useDayNames();
  const style = useDurationStyle();
  return (
    <nav className={classes.strip} aria-label="Days of the week">
      {view.days.map(({ on, minutes, targetMinutes }) => (
        <button
          key={on}
          type="button"
          aria-current={on === day ? 'date' : undefined}
          data-today={on === today || undefined}
          data-off={targetMinutes === 0 || undefined}
          onClick={() => onGo(on)}
        >
          <span>{weekday(on)}</span>
          <span>{dayOfMonth(on)}</span>
          <span>
            {hoursOf(minutes, style)}
            <span className="visually-hidden"> hours</span>
          </span>
        </button>
      ))}
    </nav>
  );
}

type CardProps = { cell: CellView; onOpen: () => void; onStart: ((cell: CellView) => void) | null };

function Card({ cell, onOpen, onStart }: CardProps) {
  const style = useDurationStyle();
  const { row, entries, minutes, reason, change } = cell;
  const notes = entries.flatMap(({ note }) => note ?? []);
  return (
    <li className={classes.card} data-state={change?.state}>
      <button type="button" className={classes.open} onClick={onOpen}>
        <span className={classes.words}>
          <span className={classes.task}>{row.taskName}</span>
          <span className="quiet">
            {row.clientName} · {row.jobName}
          </span>
          {notes.length > 0 && <span className={classes.note}>{notes.join(' · ')}</span>}
          {change?.problem && <span className={classes.problem}>Not saved: {change.problem}</span>}
          {entries.length > 0 && reason !== null && <span className={classes.note}>{reason}</span>}
        </span>
        <span className={classes.hours}>{hoursIn(minutes, style) || '–'}</span>
      </button>
      {onStart !== null && (
        <button
          type="button"
          className={classes.start}
          aria-label={`Start a timer on ${row.taskName}, ${row.jobName}`}
          onClick={() => onStart(cell)}
        >
          <Icon name="play" size={18} />
        </button>
      )}
    </li>
  );
}

type OfferProps = { sheet: Timesheet; view: WeekView; onCopy: () => void };

function Offer({ sheet, view, onCopy }: OfferProps) {
  if (!sheet.editable || view.rows.length > 0 || sheet.lastWeek.length === 0) return null;
  return (
    <Button variant="default" fullWidth onClick={onCopy}>
      Take the {sheet.lastWeek.length} rows of last week
    </Button>
  );
}

type ChooseRowProps = { staffId: string; onChoose: (row: CellRow) => void };

const chosenFromMax = 30;

/** What one could have worked on, as a list for the thumb: the recent first. */
function ChooseRow({ staffId, onChoose }: ChooseRowProps) {
  const [typed, setTyped] = useState('');
  const { found, isPending } = useFoundRows(staffId, typed);
  return (
    <>
      <TextInput
        label="Find a task"
        data-autofocus
        placeholder="Client, job or task"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ul className={classes.choices}>
        {found.slice(0, chosenFromMax).map((row) => (
          <li key={row.jobTaskId}>
            <button type="button" onClick={() => onChoose(plainRow(row))}>
              <span>{row.taskName}</span>
              <span>
                {row.clientName} · {row.jobName}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="quiet">{isPending ? 'Looking…' : 'No open task of that name'}</p>}
    </>
  );
}

type SheetProps = Pick<DayViewProps, 'week' | 'sheet' | 'view' | 'day'> & {
  opened: Opened;
  setOpened: (opened: Opened) => void;
};

/** What comes up from below: first what was worked on, then how long. */
function Sheet({ opened, setOpened, week, sheet, view, day }: SheetProps) {
  const { long } = useDayNames();
  const close = () => setOpened(null);
  const row = opened !== null && 'row' in opened ? opened.row : null;
  const found = view.rows
    .find((each) => each.row.jobTaskId === row?.jobTaskId)
    ?.cells.find((cell) => cell.day === day);
  const form = useRef<HTMLDivElement>(null);
  // The drawer looks for its first field when it opens; here one question follows another in it.
  const jobTaskId = row?.jobTaskId;
  useEffect(() => {
    if (jobTaskId !== undefined) form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [jobTaskId]);
  const cell =
    row === null ? null : (found ?? { row, day, minutes: 0, entries: [], reason: null, change: null });
  return (
    <Drawer
      opened={opened !== null}
      onClose={close}
      position="bottom"
      size={row === null ? '84%' : 'auto'}
      classNames={{ root: classes.sheet ?? '' }}
      title={row === null ? 'What did you work on?' : row.taskName}
    >
      {opened !== null && row === null && (
        <div className={classes.choose}>
          <ChooseRow
            staffId={sheet.staff.id}
            onChoose={(chosen) => {
              week.add([chosen]);
              setOpened({ row: chosen });
            }}
          />
        </div>
      )}
      {cell !== null && (
        <div ref={form}>
          <p className="quiet">
            {cell.row.clientName} · {cell.row.jobName} · {long(day)}
          </p>
          <EntryForms key={cell.row.jobTaskId} cell={cell} writer={week.writer} onClose={close} forThumb />
        </div>
      )}
    </Drawer>
  );
}
