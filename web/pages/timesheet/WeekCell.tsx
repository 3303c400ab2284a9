// A cell: a field of its own, so that a keystroke redraws nothing but itself. What is typed is a draft until one leaves the
// cell; Esc takes it back. Drafts are kept on the device letter by letter.

import type { ChangeEvent, ClipboardEvent, KeyboardEvent } from 'react';
import { memo, useEffect, useState } from 'react';
import type { GridActions } from './grid-actions.ts';
import { becomeCurrent, cellsPasted, focusCell, movedBy } from './grid-keys.ts';
import type { HoursStyle } from './hours-style.ts';
import { hoursIn, hoursOf, readHours } from './hours-style.ts';
import { isSameCell, type CellView } from './week-model.ts';
import classes from './grid.module.css';

type WeekCellProps = {
  cell: CellView;
  /** What a screen reader says of it. */
  label: string;
  row: number;
  day: number;
  rowCount: number;
  style: HoursStyle;
  actions: GridActions;
};

export const WeekCell = memo(Cell, (before, after) => {
  const { cell, actions: _, ...plain } = before;
  const { cell: next, actions: __, ...others } = after;
  const names = Object.keys(plain) as (keyof typeof plain)[];
  return isSameCell(cell, next) && names.every((name) => plain[name] === others[name]);
});

function Cell(props: WeekCellProps) {
  const { cell, label, row, day, style, actions } = props;
  const isFixed = cell.reason !== null || cell.entries.length > 1;
  const { draft, change, commit } = useDraft(props, isFixed);
  const typed = draft === null ? null : readHours(draft);
  const isUnreadable = typed !== null && typed.minutes === null;
  const state = stateOf(cell);
  return (
    <td className={classes.cell} data-state={state} data-fixed={isFixed || undefined}>
      <input
        className={classes.input}
        data-row={row}
        data-day={day}
        tabIndex={row === 0 && day === 0 ? 0 : -1}
        aria-label={`${label}${spokenState(cell)}`}
        aria-invalid={isUnreadable || state === 'refused' || undefined}
        aria-readonly={isFixed || undefined}
        readOnly={isFixed}
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        value={draft ?? hoursIn(cell.minutes, style)}
        title={cell.change?.problem ?? cell.reason ?? undefined}
        onChange={change}
        onFocus={(event) => {
          becomeCurrent(actions.grid(), event.currentTarget);
          event.currentTarget.select();
          actions.enter({ row, day });
        }}
        onBlur={commit}
        onKeyDown={(event) => onKey(event, { props, draft, isFixed, commit, change })}
        onPaste={(event) => onPaste(event, props)}
        onDoubleClick={() => actions.openDetails({ row, day })}
      />
      {typed !== null && <Echo typed={typed} style={style} text={draft ?? ''} />}
      {cell.entries.some(({ note }) => note !== null && note !== '') && <span className={classes.noted} />}
      {cell.entries.length > 1 && <span className={classes.several}>{cell.entries.length}</span>}
    </td>
  );
}

type Draft = {
  draft: string | null;
  change: (text: ChangeEvent<HTMLInputElement> | string | null) => void;
  commit: () => void;
};

function useDraft({ cell, actions }: WeekCellProps, isFixed: boolean): Draft {
  const [draft, setDraft] = useState<string | null>(() => (isFixed ? null : actions.draftOf(cell)));
  const set = (text: string | null) => {
    setDraft(text);
    actions.keepDraft(cell, text);
  };
  const commit = () => {
    if (draft === null) return;
    const { minutes } = readHours(draft);
    // What cannot be read stays as it was typed, in sight.
    if (minutes === null) return;
    set(null);
    if (minutes !== cell.minutes || cell.change?.state === 'refused') actions.write(cell, { minutes });
  };
  // What was being typed when the page closed is taken as typed.
  useEffect(() => {
    if (draft !== null) commit();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, for what was found when the cell appeared
  }, []);
  return {
    draft,
    change: (text) => set(text === null || typeof text === 'string' ? text : text.currentTarget.value),
    commit,
  };
}

type Keyed = { props: WeekCellProps; isFixed: boolean } & Draft;

function onKey(event: KeyboardEvent<HTMLInputElement>, keyed: Keyed): void {
  const { props, draft, isFixed, commit, change } = keyed;
  const { row, day, rowCount, actions } = props;
  const place = { row, day };
  if (opensDetails(event, draft)) {
    event.preventDefault();
    commit();
    actions.openDetails(place);
  } else if (event.key.toLowerCase() === 's' && draft === null && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    actions.start(props.cell);
  } else if (event.key === 'Escape') {
    event.preventDefault();
    if (draft === null) return actions.leave();
    change(null);
    const { currentTarget } = event;
    requestAnimationFrame(() => currentTarget.select());
  } else if (event.key === 'z' && (event.ctrlKey || event.metaKey) && draft === null) {
    event.preventDefault();
    actions.undo();
  } else if ((event.key === 'Delete' || event.key === 'Backspace') && draft === null && !isFixed) {
    // As in a spreadsheet, the key that deletes empties the whole cell.
    event.preventDefault();
    change('');
  } else if (!movesCaret(event)) {
    const target = movedBy(event, place, rowCount);
    if (target === null) return;
    event.preventDefault();
    commit();
    if (target === 'out') actions.below(event.key === 'Enter');
    else focusCell(actions.grid(), target);
  }
}

/** Alt and Enter; or N, which no duration begins with, while nothing is being typed. */
function opensDetails(event: KeyboardEvent<HTMLInputElement>, draft: string | null): boolean {
  if (event.key === 'Enter' && event.altKey) return true;
  return event.key.toLowerCase() === 'n' && draft === null && !event.ctrlKey && !event.metaKey;
}

/** With Alt held, arrows belong to the browser and to whoever corrects a figure. */
function movesCaret({ altKey, key }: KeyboardEvent<HTMLInputElement>): boolean {
  return altKey && key.startsWith('Arrow');
}

function onPaste(event: ClipboardEvent<HTMLInputElement>, { row, day, actions }: WeekCellProps): void {
  const cells = cellsPasted(event.clipboardData.getData('text/plain'));
  if (cells === null) return;
  event.preventDefault();
  actions.paste({ row, day }, cells);
}

type EchoProps = { typed: ReturnType<typeof readHours>; style: HoursStyle; text: string };

/** How it was understood, where that is not what was typed. */
function Echo({ typed, style, text }: EchoProps) {
  if (typed.minutes === null) return <span className={classes.echo} data-wrong />;
  const other = style === 'clock' ? 'decimal' : 'clock';
  const shown = hoursOf(typed.minutes, style);
  const isPlain = text.trim() === shown;
  if (text.trim() === '') return null;
  return (
    <span className={classes.echo} aria-hidden="true">
      {isPlain ? hoursOf(typed.minutes, other) : shown}
      {' h'}
    </span>
  );
}

function stateOf({ change, reason }: CellView): string | undefined {
  if (change !== null) return change.state;
  return reason === null ? undefined : 'fixed';
}

function spokenState({ change, reason, entries }: CellView): string {
  if (change?.state === 'refused') return `, not saved: ${change.problem ?? ''}`;
  if (change !== null) return ', saving';
  if (entries.length > 1) return `, ${entries.length} entries`;
  return reason === null ? '' : `, fixed: ${reason}`;
}
