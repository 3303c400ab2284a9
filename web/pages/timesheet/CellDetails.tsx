// What is in a cell besides its hours: the note, whether it is billable, and the entries where there are several.

import { Button, Checkbox, Popover, Textarea, TextInput } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useRef, useState } from 'react';
import { useDayNames } from './day-names.ts';
import { useDurationStyle } from '../../util/firm-context.ts';
import { hoursIn, readHours } from './hours-style.ts';
import type { Content, WeekWriter } from './useWeek.ts';
import type { CellView, EntryView } from './week-model.ts';
import classes from './details.module.css';

type CellDetailsProps = {
  cell: CellView;
  anchor: () => HTMLElement | null;
  writer: WeekWriter;
  onClose: () => void;
};

/** Opens at its cell. Enter and a click elsewhere keep what was typed; Esc does not. */
export function CellDetails({ cell, anchor, writer, onClose }: CellDetailsProps) {
  const [place] = useState(() => anchor()?.getBoundingClientRect());
  const { long } = useDayNames();
  return (
    <Popover
      opened
      position="bottom"
      width={320}
      trapFocus
      withinPortal
      onChange={(opened) => !opened && onClose()}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withRoles={false}
    >
      <Popover.Target>
        <span
          className={classes.anchor}
          style={{ left: place?.left, top: place?.top, width: place?.width, height: place?.height }}
        />
      </Popover.Target>
      <Popover.Dropdown
        role="dialog"
        className={classes.dropdown}
        aria-label={`${cell.row.taskName}, ${long(cell.day)}`}
      >
        <p className={classes.head}>
          <strong>{cell.row.taskName}</strong>
          <span className="quiet">{long(cell.day)}</span>
        </p>
        <EntryForms cell={cell} writer={writer} onClose={onClose} />
      </Popover.Dropdown>
    </Popover>
  );
}

type EntryFormsProps = {
  cell: CellView;
  writer: WeekWriter;
  onClose: () => void;
  /** On a phone, what ends it is as wide as the page. */
  forThumb?: boolean;
};

export function EntryForms({ cell, writer, onClose, forThumb = false }: EntryFormsProps) {
  const [isAdding, setAdding] = useState(cell.entries.length === 0);
  // As it was opened: what is saved behind it meanwhile does not take the field away from under the fingers.
  const [entries] = useState(cell.entries);
  const forms = useRef(new Map<number, Form>());
  const [wrong, setWrong] = useState<ReadonlyMap<number, string>>(new Map());
  const finish = () => {
    const found = new Map([...forms.current].flatMap(([place, form]) => entryOf(place, whyWrong(form))));
    setWrong(found);
    if (found.size > 0) return;
    for (const [place, form] of forms.current) save(writer, cell, entries[place] ?? null, form);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Enter' && !event.shiftKey && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault();
      finish();
    }
  };
  const change = (place: number) => (form: Form) => void forms.current.set(place, form);
  const isOnly = entries.length <= 1;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Enter and Esc are for all its fields
    <div role="group" aria-label="Entries" onKeyDown={onKeyDown} className={classes.forms}>
      {entries.map((entry, place) => (
        <EntryForm
          key={entry.entry?.id ?? place}
          entry={entry}
          focusOn={place === 0 ? (isOnly ? 'note' : 'hours') : null}
          wrong={wrong.get(place)}
          onChange={change(place)}
          onRemove={() => {
            writer.write(cell, { minutes: 0 }, entry);
            onClose();
          }}
          billable={cell.row.taskIsBillable}
        />
      ))}
      {isAdding && (
        <EntryForm
          entry={null}
          focusOn="hours"
          wrong={wrong.get(entries.length)}
          onChange={change(entries.length)}
          billable={cell.row.taskIsBillable}
        />
      )}
      {cell.reason !== null && entries.every(({ reason }) => reason === null) && (
        <p className={classes.reason}>{cell.reason}</p>
      )}
      <div className={classes.actions} data-thumb={forThumb || undefined}>
        {!isAdding && cell.reason === null && (
          <Button variant="subtle" size="compact-sm" onClick={() => setAdding(true)}>
            Another entry
          </Button>
        )}
        <Button size={forThumb ? 'lg' : 'compact-sm'} fullWidth={forThumb} onClick={finish}>
          Done
        </Button>
      </div>
    </div>
  );
}

function entryOf(place: number, why: string | undefined): [number, string][] {
  return why === undefined ? [] : [[place, why]];
}

type Form = { hours: string; note: string; billable: boolean; isNew: boolean };

function whyWrong({ hours, note, isNew }: Form): string | undefined {
  const read = readHours(hours);
  if (read.minutes === null) return read.why;
  return read.minutes === 0 && isNew && note.trim() !== '' ? 'How long did it take?' : undefined;
}

function save(writer: WeekWriter, cell: CellView, entry: EntryView | null, form: Form): void {
  const minutes = readHours(form.hours).minutes ?? 0;
  const note = form.note.trim() === '' ? null : form.note;
  const content: Content = { minutes, note, billable: form.billable };
  if (entry === null) {
    if (minutes === 0) return;
    if (cell.entries.length === 0) writer.write(cell, content);
    else writer.writeAnother(cell, content);
    return;
  }
  const isSame =
    entry.minutes === minutes &&
    entry.note === note &&
    entry.billable === form.billable &&
    entry.change?.state !== 'refused';
  if (!isSame) writer.write(cell, content, entry);
}

type EntryFormProps = {
  entry: EntryView | null;
  /** Where typing begins. */
  focusOn: 'hours' | 'note' | null;
  wrong: string | undefined;
  /** What new time on the task is, unless said. */
  billable: boolean;
  onChange: (form: Form) => void;
  onRemove?: () => void;
};

function EntryForm({ entry, focusOn, wrong, billable, onChange, onRemove }: EntryFormProps) {
  const style = useDurationStyle();
  const [form, setForm] = useState<Form>({
    hours: hoursIn(entry?.minutes ?? 0, style),
    note: entry?.note ?? '',
    billable: entry?.billable ?? billable,
    isNew: entry === null,
  });
  const isFixed = entry !== null && entry.state !== 'open';
  const change = (changed: Partial<Form>) => {
    const next = { ...form, ...changed };
    setForm(next);
    onChange(next);
  };
  return (
    <div className={classes.form}>
      <TextInput
        label="Hours"
        data-autofocus={focusOn === 'hours' || undefined}
        inputMode="decimal"
        autoComplete="off"
        readOnly={isFixed}
        value={form.hours}
        error={wrong}
        onChange={(event) => change({ hours: event.currentTarget.value })}
      />
      <Textarea
        label="Note"
        data-autofocus={focusOn === 'note' || undefined}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={10_000}
        readOnly={isFixed}
        value={form.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
      <Checkbox
        label="Billable"
        disabled={isFixed}
        checked={form.billable}
        onChange={(event) => change({ billable: event.currentTarget.checked })}
      />
      {entry?.reason && <p className={classes.reason}>{entry.reason}</p>}
      {entry?.change?.problem && (
        <p role="alert" className={classes.problem}>
          {entry.change.problem}
        </p>
      )}
      {!isFixed && entry !== null && onRemove !== undefined && (
        <Button variant="subtle" size="compact-sm" color="gray" onClick={onRemove}>
          Remove this entry
        </Button>
      )}
    </div>
  );
}
