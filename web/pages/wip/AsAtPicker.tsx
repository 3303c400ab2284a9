// The day that the figures are as at. Without one they are today's, live. "As known at" asks what was known at a moment:
// whatever was recorded later, though dated earlier, is left out.

import { Popover, Skeleton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { KnownAtField } from '../../ui/KnownAtField.tsx';
import { PickerButton } from '../../ui/PickerButton.tsx';
import picker from '../../ui/picker.module.css';
import { endOfMonth, todayIn } from '../../util/days.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import type { ChangeSearch, WipSearch } from './search.ts';
import classes from './wip.module.css';

const Calendar = lazy(() => import('../../ui/Calendar.tsx'));

export function AsAtPicker({ search, onChange }: { search: WipSearch; onChange: ChangeSearch }) {
  const [opened, setOpened] = useState(false);
  const { timeZone } = useFirm();
  const formats = useFormats();
  const { asAt, knownAt } = search;
  const today = todayIn(timeZone);
  const pick = (date: string | undefined) => {
    setOpened(false);
    onChange({ asAt: date === today ? undefined : date });
  };
  const monthEnds = [-1, -2, -3, -12].map((months) => endOfMonth(today, months));
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <PickerButton
          icon="calendar"
          chosen={asAt !== undefined || knownAt !== undefined}
          onClick={() => setOpened(!opened)}
        >
          {asAt === undefined ? 'As at today' : `As at ${formats.date(asAt)}`}
          {knownAt !== undefined && ', as known then'}
        </PickerButton>
      </Popover.Target>
      <Popover.Dropdown className={picker.dropdown} aria-label="As at">
        <div className={classes.asAt}>
          <ul className={classes.presets}>
            <li>
              <button
                type="button"
                aria-pressed={asAt === undefined}
                onClick={() => pick(undefined)}
                data-autofocus
              >
                Today
              </button>
            </li>
            {monthEnds.map((date) => (
              <li key={date}>
                <button type="button" aria-pressed={asAt === date} onClick={() => pick(date)}>
                  {formats.date(date)}
                </button>
              </li>
            ))}
          </ul>
          <Suspense fallback={<Skeleton width={252} height={262} />}>
            <Calendar value={asAt ?? today} onChange={pick} />
          </Suspense>
        </div>
        <KnownAt search={search} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}

function KnownAt({ search, onChange }: { search: WipSearch; onChange: ChangeSearch }) {
  const { knownAt } = search;
  return (
    <details className={classes.knownAt} open={knownAt !== undefined}>
      <summary>As known at</summary>
      <KnownAtField value={knownAt} onChange={(instant) => onChange({ knownAt: instant }, 'replace')} />
      {knownAt !== undefined && (
        <button type="button" className={classes.clear} onClick={() => onChange({ knownAt: undefined })}>
          As known now
        </button>
      )}
    </details>
  );
}
