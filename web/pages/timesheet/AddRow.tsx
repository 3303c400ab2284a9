// Adding a row by typing: words of client, job and task in any order, narrowed here at once and by the server behind it.
// Enter takes the first; arrows choose another.

import { Combobox, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { KeyboardEvent, Ref } from 'react';
import { useMemo, useState } from 'react';
import type { ChoosableRow } from '../../api/timesheet.ts';
import { rowsQuery } from '../../api/timesheet.ts';
import { Icon } from '../../ui/icons.tsx';
import picker from '../../ui/picker.module.css';
import type { CellRow } from './outbox.ts';
import { plainRow } from './week-model.ts';
import classes from './grid.module.css';

type AddRowProps = {
  staffId: string;
  /** Rows that are there already; they are found too, and lead to themselves. */
  taken: ReadonlySet<string>;
  onAdd: (row: CellRow) => void;
  /** Up from here, or Esc: back into the grid. */
  onBack?: () => void;
  label?: string;
  /** Typing begins here when what it is on opens. */
  isFirst?: boolean;
  ref?: Ref<HTMLInputElement>;
};

const shownMax = 40;
const askAfterMs = 150;

export function AddRow({ staffId, taken, onAdd, onBack, label = 'Add a row', isFirst, ref }: AddRowProps) {
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { found, isPending } = useFoundRows(staffId, typed);
  const choose = (id: string) => {
    const row = found.find(({ jobTaskId }) => jobTaskId === id);
    setTyped('');
    combobox.closeDropdown();
    if (row !== undefined) onAdd(plainRow(row));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const leaves = event.key === 'Escape' || (event.key === 'ArrowUp' && !combobox.dropdownOpened);
    if (!leaves) return;
    if (event.key === 'Escape' && (combobox.dropdownOpened || typed !== '')) {
      setTyped('');
      combobox.closeDropdown();
      return;
    }
    event.preventDefault();
    onBack?.();
  };
  return (
    <Combobox store={combobox} position="bottom-start" width={460} shadow="md" onOptionSubmit={choose}>
      <Combobox.Target>
        <label className={classes.add}>
          <Icon name="plus" size={14} />
          <input
            ref={ref}
            data-add-row
            data-autofocus={isFirst || undefined}
            aria-label={label}
            placeholder={`${label}: client, job or task`}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              combobox.openDropdown();
              combobox.selectFirstOption();
            }}
            onClick={() => combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
            onKeyDown={onKeyDown}
          />
        </label>
      </Combobox.Target>
      <Combobox.Dropdown className={picker.list ?? ''} hidden={!combobox.dropdownOpened}>
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={label}>
          {found.slice(0, shownMax).map((row) => (
            <Combobox.Option key={row.jobTaskId} value={row.jobTaskId} active={taken.has(row.jobTaskId)}>
              <span className={classes.choice}>
                <span>
                  {row.taskName}
                  {taken.has(row.jobTaskId) && <span className={classes.unbilled}>in this week</span>}
                </span>
                <span>
                  {row.clientName} · {row.jobNumber} {row.jobName}
                </span>
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
        {found.length === 0 && (
          <Combobox.Empty>{isPending ? 'Looking…' : 'No open task of that name'}</Combobox.Empty>
        )}
        {found.length > shownMax && <Combobox.Footer>Type more to find others</Combobox.Footer>}
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** What is at hand and fits, at once; then what the server finds. */
function useFoundRows(
  staffId: string,
  typed: string,
): { found: readonly ChoosableRow[]; isPending: boolean } {
  const [asked] = useDebouncedValue(typed.trim(), askAfterMs);
  const atHand = useQuery(rowsQuery(staffId, ''));
  const answer = useQuery(rowsQuery(staffId, asked));
  const found = useMemo(() => {
    const words = typed
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const all = new Map(
      [...(atHand.data?.items ?? []), ...(answer.data?.items ?? [])].map((row) => [row.jobTaskId, row]),
    );
    return [...all.values()].filter((row) => {
      const text = `${row.clientName} ${row.jobNumber} ${row.jobName} ${row.taskName}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [typed, atHand.data, answer.data]);
  return { found, isPending: answer.isFetching || asked !== typed.trim() };
}
