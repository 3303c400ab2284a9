// What the report is asked: at the top the days that it speaks of, below what narrows it and how its rows stand.

import { Popover } from '@mantine/core';
import { useState } from 'react';
import type { Filter } from '../../list/filters.ts';
import { DaysFilter } from '../../list/DaysFilter.tsx';
import { ChoicePicker } from '../../ui/ChoicePicker.tsx';
import { DayPicker } from '../../ui/DayPicker.tsx';
import { KnownAtField } from '../../ui/KnownAtField.tsx';
import { PickerButton } from '../../ui/PickerButton.tsx';
import picker from '../../ui/picker.module.css';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import type { ChangePageSearch, PageSearch } from '../../util/page-search.ts';
import { followed, groupChoices, groupOf, lastYear, takes } from './parameters.ts';
import classes from './report.module.css';
import type { ReportView } from './view.ts';

type ParametersProps = { view: ReportView; search: PageSearch; onChange: ChangePageSearch };

/** The days that the report speaks of, and from when it knows. */
export function Moment({ view, search, onChange }: ParametersProps) {
  const { timeZone } = useFirm();
  const today = todayIn(timeZone);
  const period: Extract<Filter, { kind: 'days' }> = {
    kind: 'days',
    key: 'period',
    name: 'All days',
    fromKey: 'from',
    toKey: 'to',
    ...(view.needs === undefined ? { unless: lastYear(today) } : {}),
  };
  return (
    <>
      {takes(view, 'from') && <DaysFilter filter={period} search={search} onChange={onChange} />}
      {takes(view, 'asAt') && (
        <DayPicker
          name={search['asAt'] === undefined ? 'As at today' : 'As at'}
          value={search['asAt']}
          onChange={(day) => onChange({ asAt: day === today ? undefined : day })}
        />
      )}
      {takes(view, 'cutOff') && (
        <DayPicker
          name={search['cutOff'] === undefined ? 'Any day' : 'Up to'}
          value={search['cutOff']}
          onChange={(day) => onChange({ cutOff: day })}
        />
      )}
      {takes(view, 'knownAt') && <KnownAt search={search} onChange={onChange} />}
    </>
  );
}

function KnownAt({ search, onChange }: Omit<ParametersProps, 'view'>) {
  const [opened, setOpened] = useState(false);
  const formats = useFormats();
  const { knownAt } = search;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <PickerButton
          icon="clock"
          quiet
          chosen={knownAt !== undefined}
          aria-label={knownAt === undefined ? 'As known now' : `As known at ${formats.instant(knownAt)}`}
          onClick={() => setOpened(!opened)}
        >
          {knownAt === undefined ? 'As known now' : `As known at ${formats.instant(knownAt)}`}
        </PickerButton>
      </Popover.Target>
      <Popover.Dropdown className={picker.dropdown} aria-label="As known at">
        <div className={classes.known}>
          <KnownAtField value={knownAt} onChange={(instant) => onChange({ knownAt: instant }, 'replace')} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** How the rows stand: what they are groups of, and under which headings. */
export function Arrangement({ view, search, onChange }: ParametersProps) {
  const group = groupOf(view, search);
  const choices = groupChoices(view);
  const headings = headingsOf(view, group);
  return (
    <>
      {group !== null && (
        <ChoicePicker
          name={search['groupBy'] === undefined ? wordsIn(choices, group) : 'Rows'}
          none="As usual"
          value={search['groupBy']}
          choices={choices}
          onChange={(groupBy) => onChange({ groupBy, under: undefined, sort: undefined })}
        />
      )}
      {headings.length > 0 && (
        <ChoicePicker
          name={search['under'] === undefined ? 'No headings' : 'Under'}
          none="No headings"
          value={search['under']}
          choices={headings}
          onChange={(under) => onChange({ under })}
        />
      )}
      {Object.entries(followed).map(([key, words]) => {
        const value = search[key];
        if (value === undefined || !takes(view, key)) return null;
        return (
          <PickerButton key={key} chosen plain icon="close" onClick={() => onChange({ [key]: undefined })}>
            {words(value)}
          </PickerButton>
        );
      })}
    </>
  );
}

/** Under what the rows can stand: months and names only where rows have them. */
function headingsOf({ headings = [], columns, label }: ReportView, group: string | null) {
  const isOfGroups = group !== null && label === undefined;
  if (isOfGroups && ['none', 'month'].includes(group)) return [];
  return headings.map((key) => {
    const column = columns.find((each) => each.key === key);
    if (isOfGroups && key === 'from') return { value: key, label: 'Month' };
    return { value: key, label: column?.label ?? key };
  });
}

function wordsIn(choices: readonly { value: string; label: string }[], value: string): string {
  return choices.find((choice) => choice.value === value)?.label ?? 'Rows';
}
