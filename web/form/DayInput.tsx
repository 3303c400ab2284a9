// A day, typed the way people type days, or picked.

import { Popover, Skeleton, TextInput, UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Icon } from '../ui/icons.tsx';
import { isDate } from '../util/search.ts';
import { todayIn } from '../util/days.ts';
import { useFirm, useFormats } from '../util/firm-context.ts';
import { parseDay } from '../util/typed-day.ts';
import type { FieldLook } from './fields.tsx';
import { inputProps } from './fields.tsx';
import classes from './form.module.css';
import type { FieldProps } from './useRecordForm.ts';

const Calendar = lazy(() => import('../ui/Calendar.tsx'));

/** A day in a form: its value is 'YYYY-MM-DD', '' for none, or what was typed and cannot be read. */
export function DayField({ name, value, onChange, onBlur, error, ...look }: FieldLook & FieldProps<string>) {
  const [typed, setTyped] = useState<string | null>(null);
  const [wasLeft, setWasLeft] = useState(false);
  const [opened, setOpened] = useState(false);
  const { locale, timeZone } = useFirm();
  const formats = useFormats();
  const today = todayIn(timeZone);
  const isReadable = value === '' || isDate(value);
  const shown = isDate(value) ? formats.date(value) : value;
  return (
    <TextInput
      {...inputProps(look)}
      name={name}
      autoComplete="off"
      value={typed ?? shown}
      error={wasLeft && !isReadable ? 'A day such as 30/9, 30 Sep or today.' : error}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        onChange(text.trim() === '' ? '' : (parseDay(text, { locale, today }) ?? text));
      }}
      onBlur={() => {
        setTyped(null);
        setWasLeft(true);
        onBlur();
      }}
      rightSection={
        <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
          <Popover.Target>
            <UnstyledButton
              className={classes.inside ?? ''}
              aria-label={`Pick ${look.label.toLowerCase()} from a calendar`}
              disabled={look.disabled ?? false}
              onClick={() => setOpened(!opened)}
            >
              <Icon name="calendar" size={14} />
            </UnstyledButton>
          </Popover.Target>
          <Popover.Dropdown className={classes.calendar ?? ''} aria-label={look.label}>
            <Suspense fallback={<Skeleton width={252} height={262} />}>
              <Calendar
                value={isDate(value) ? value : today}
                onChange={(day) => {
                  onChange(day);
                  setTyped(null);
                  setOpened(false);
                }}
              />
            </Suspense>
          </Popover.Dropdown>
        </Popover>
      }
    />
  );
}

type DayInputProps = FieldLook & { value: string | null; onChange: (day: string | null) => void };

/** A day outside of a form: only whole days come out. */
export function DayInput({ value, onChange, ...look }: DayInputProps) {
  const [text, setText] = useState(value ?? '');
  const [before, setBefore] = useState(value);
  if (before !== value) {
    setBefore(value);
    setText(value ?? '');
  }
  return (
    <DayField
      {...look}
      name={look.label}
      value={text}
      error={undefined}
      onBlur={() =>
        (text === '' || isDate(text)) && text !== (value ?? '') && onChange(text === '' ? null : text)
      }
      onChange={(day) => {
        setText(day);
        // Picked from the calendar, and not on the way of being typed.
        if (document.activeElement instanceof HTMLInputElement && document.activeElement.name === look.label)
          return;
        if (isDate(day)) onChange(day);
      }}
    />
  );
}
