import { Popover, Skeleton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { todayIn } from '../util/days.ts';
import { useFirm, useFormats } from '../util/firm-context.ts';
import { PickerButton } from './PickerButton.tsx';
import classes from './picker.module.css';

const Calendar = lazy(() => import('./Calendar.tsx'));

type DayPickerProps = {
  name: string;
  value: string | undefined;
  onChange: (day: string | undefined) => void;
};

/** A day, or none, as a button with a calendar below it. */
export function DayPicker({ name, value, onChange }: DayPickerProps) {
  const [opened, setOpened] = useState(false);
  const { timeZone } = useFirm();
  const formats = useFormats();
  const pick = (day: string | undefined) => {
    setOpened(false);
    onChange(day);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <PickerButton icon="calendar" chosen={value !== undefined} onClick={() => setOpened(!opened)}>
          {value === undefined ? name : `${name} ${formats.date(value)}`}
        </PickerButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label={name}>
        <div className={classes.calendar}>
          <Suspense fallback={<Skeleton width={252} height={262} />}>
            <Calendar value={value ?? todayIn(timeZone)} onChange={pick} />
          </Suspense>
          {value !== undefined && (
            <button type="button" className={classes.anyDay} onClick={() => pick(undefined)}>
              Any day
            </button>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
