import { Checkbox, Popover } from '@mantine/core';
import { useState } from 'react';
import { PickerButton } from '../ui/PickerButton.tsx';
import picker from '../ui/picker.module.css';
import classes from './list.module.css';

type ColumnChooserProps = {
  columns: readonly (readonly [key: string, label: string])[];
  hidden: ReadonlySet<string>;
  isChanged: boolean;
  onChange: (hidden: ReadonlySet<string>) => void;
};

/** Which columns show. The choice is in the address, so a link shows what its sender saw. */
export function ColumnChooser({ columns, hidden, isChanged, onChange }: ColumnChooserProps) {
  const [opened, setOpened] = useState(false);
  const change = (key: string, shown: boolean) => {
    const after = new Set(hidden);
    if (shown) after.delete(key);
    else after.add(key);
    onChange(after);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={220} trapFocus returnFocus>
      <Popover.Target>
        <PickerButton icon="columns" chosen={isChanged} onClick={() => setOpened(!opened)}>
          Columns
        </PickerButton>
      </Popover.Target>
      <Popover.Dropdown className={picker.dropdown} aria-label="Columns">
        <div className={classes.columnList}>
          {columns.map(([key, label]) => (
            <Checkbox
              key={key}
              size="xs"
              label={label}
              checked={!hidden.has(key)}
              onChange={(event) => change(key, event.currentTarget.checked)}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
