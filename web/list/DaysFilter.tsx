import { Popover } from '@mantine/core';
import { useState } from 'react';
import { DayInput } from '../form/DayInput.tsx';
import { PickerButton } from '../ui/PickerButton.tsx';
import picker from '../ui/picker.module.css';
import { endOfMonth, firstOfMonth, todayIn } from '../util/days.ts';
import { useFirm, useFormats } from '../util/firm-context.ts';
import type { Formats } from '../util/formats.ts';
import type { ChangePageSearch, PageSearch } from '../util/page-search.ts';
import type { Filter, Span } from './filters.ts';
import classes from './list.module.css';

type DaysFilterProps = {
  filter: Extract<Filter, { kind: 'days' }>;
  search: PageSearch;
  onChange: ChangePageSearch;
};

/** From one day to another, either of them open; the usual spans are one press away. */
export function DaysFilter({ filter, search, onChange }: DaysFilterProps) {
  const { name, fromKey, toKey, unless } = filter;
  const [opened, setOpened] = useState(false);
  const { timeZone } = useFirm();
  const formats = useFormats();
  const from = search[fromKey];
  const to = search[toKey];
  const set = (first: string | undefined, last: string | undefined) =>
    onChange({ [fromKey]: first, [toKey]: last });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <PickerButton
          icon="calendar"
          chosen={from !== undefined || to !== undefined}
          onClick={() => setOpened(!opened)}
        >
          {spanInWords(unless?.label ?? name, { from, to }, formats)}
        </PickerButton>
      </Popover.Target>
      <Popover.Dropdown className={picker.dropdown} aria-label={name}>
        <div className={classes.days}>
          <ul>
            {presets(todayIn(timeZone), unless).map(([label, first, last]) => (
              <li key={label}>
                <button
                  type="button"
                  aria-pressed={first === from && last === to}
                  onClick={() => {
                    set(first, last);
                    setOpened(false);
                  }}
                >
                  {label}
                </button>
              </li>
            ))}
          </ul>
          <div className={classes.ends}>
            <DayInput
              label="From"
              value={from ?? unless?.from ?? null}
              onChange={(day) => set(day ?? undefined, to ?? unless?.to)}
            />
            <DayInput
              label="To"
              value={to ?? unless?.to ?? null}
              onChange={(day) => set(from ?? unless?.from, day ?? undefined)}
            />
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

type Ends = { from: string | undefined; to: string | undefined };

function spanInWords(name: string, { from, to }: Ends, formats: Formats): string {
  if (from !== undefined && to !== undefined) return `${formats.date(from)} – ${formats.date(to)}`;
  if (from !== undefined) return `${name} from ${formats.date(from)}`;
  return to === undefined ? name : `${name} to ${formats.date(to)}`;
}

type Preset = readonly [label: string, from: string | undefined, to: string | undefined];

function presets(today: string, unless: Span | undefined): Preset[] {
  const lastMonth = endOfMonth(today, -1);
  const year = today.slice(0, 4);
  return [
    [unless?.label ?? 'Any day', undefined, undefined],
    ['This month', firstOfMonth(today), endOfMonth(today, 0)],
    ['Last month', firstOfMonth(lastMonth), lastMonth],
    ['Last 3 months', firstOfMonth(endOfMonth(today, -2)), endOfMonth(today, 0)],
    ['This year', `${year}-01-01`, `${year}-12-31`],
    ['Last year', `${Number(year) - 1}-01-01`, `${Number(year) - 1}-12-31`],
  ];
}
