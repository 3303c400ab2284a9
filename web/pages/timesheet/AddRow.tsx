// Adding a row by typing: words of client, job and task in any order, narrowed here at once and by the server behind it.
// Enter takes the first; arrows choose another.

import { Combobox, useCombobox } from '@mantine/core';
import type { KeyboardEvent, Ref } from 'react';
import { useState } from 'react';
import { Icon } from '../../ui/icons.tsx';
import picker from '../../ui/picker.module.css';
import type { CellRow } from './outbox.ts';
import { useFoundRows } from './useFoundRows.ts';
import { plainRow } from './week-model.ts';
import classes from './grid.module.css';

type AddRowProps = {
  staffId: string;
  /** Rows that are there already; they are found too, and lead to themselves. */
  taken: ReadonlySet<string>;
  onAdd: (row: CellRow) => void;
  /** Up from here, or Esc: back into the grid. */
  onBack?: () => void;
  ref?: Ref<HTMLInputElement>;
};

const shownMax = 40;

export function AddRow({ staffId, taken, onAdd, onBack, ref }: AddRowProps) {
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
      <Combobox.DropdownTarget>
        <label className={classes.add}>
          <Icon name="plus" size={14} />
          <Combobox.EventsTarget withExpandedAttribute>
            <input
              ref={ref}
              // oxlint-disable-next-line jsx-a11y/role-has-required-aria-props -- the target around it adds them
              role="combobox"
              aria-label="Add a row"
              placeholder="Add a row: client, job or task"
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
          </Combobox.EventsTarget>
        </label>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown className={picker.list ?? ''} hidden={!combobox.dropdownOpened}>
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label="Rows that can be added">
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
